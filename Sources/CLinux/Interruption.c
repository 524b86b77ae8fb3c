#define _GNU_SOURCE
#include "CLinux.h"
#include "Filter.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

/* Where a call names what it writes to. */
enum target { DESCRIPTOR, SECOND_DESCRIPTOR, FIRST_PATH, SECOND_PATH, ANY };

/* What must be at the path for the call to do anything. */
enum expected { ANYTHING, ABSENT, PRESENT };

struct call {
  int number;
  enum target target;
  enum expected expected;
  /* Numbers of the arguments with the path and with the folder that it starts from; -1: the working folder. */
  int path, folder;
};

/* Calls that change a file system, seccomp(2); of open and openat those alone that make or cut a file. A shared mapping is
   written to without a call. */
static const struct call calls[] = {
    {SYS_write, DESCRIPTOR}, {SYS_pwrite64, DESCRIPTOR}, {SYS_writev, DESCRIPTOR}, {SYS_pwritev, DESCRIPTOR},
    {SYS_pwritev2, DESCRIPTOR}, {SYS_sendfile, DESCRIPTOR}, {SYS_ftruncate, DESCRIPTOR}, {SYS_fallocate, DESCRIPTOR},
    {SYS_fchmod, DESCRIPTOR}, {SYS_fchown, DESCRIPTOR}, {SYS_fsetxattr, DESCRIPTOR}, {SYS_fremovexattr, DESCRIPTOR},
    {SYS_copy_file_range, SECOND_DESCRIPTOR}, {SYS_openat, SECOND_PATH}, {SYS_openat2, SECOND_PATH},
    {SYS_truncate, FIRST_PATH}, {SYS_renameat, ANY, PRESENT, 1, 0}, {SYS_renameat2, ANY, PRESENT, 1, 0},
    {SYS_unlinkat, ANY, PRESENT, 1, 0}, {SYS_mkdirat, ANY, ABSENT, 1, 0}, {SYS_linkat, ANY, ABSENT, 3, 2},
    {SYS_symlinkat, ANY, ABSENT, 2, 1}, {SYS_mknodat, ANY, ABSENT, 1, 0}, {SYS_fchmodat, ANY, PRESENT, 1, 0},
    {SYS_fchownat, ANY, PRESENT, 1, 0}, {SYS_utimensat, ANY, PRESENT, 1, 0}, {SYS_setxattr, ANY, PRESENT, 0, -1},
    {SYS_lsetxattr, ANY, PRESENT, 0, -1}, {SYS_removexattr, ANY, PRESENT, 0, -1},
    {SYS_lremovexattr, ANY, PRESENT, 0, -1},
#ifdef SYS_open
    {SYS_open, FIRST_PATH}, {SYS_creat, FIRST_PATH}, {SYS_rename, ANY, PRESENT, 0, -1},
    {SYS_unlink, ANY, PRESENT, 0, -1}, {SYS_rmdir, ANY, PRESENT, 0, -1}, {SYS_mkdir, ANY, ABSENT, 0, -1},
    {SYS_link, ANY, ABSENT, 1, -1}, {SYS_symlink, ANY, ABSENT, 1, -1}, {SYS_mknod, ANY, ABSENT, 0, -1},
    {SYS_chmod, ANY, PRESENT, 0, -1}, {SYS_chown, ANY, PRESENT, 0, -1}, {SYS_lchown, ANY, PRESENT, 0, -1},
    {SYS_utime, ANY, PRESENT, 0, -1}, {SYS_utimes, ANY, PRESENT, 0, -1}, {SYS_futimesat, ANY, PRESENT, 1, 0},
#endif
};
enum { CALLS = sizeof calls / sizeof calls[0] };

/* Has the calls of this process and its descendants told to the descriptor that is given back. */
static int listen_to_calls(void) {
  struct sock_filter filter[16 + 2 * CALLS];
  int count = 0;
  filter[count++] = (struct sock_filter)LOAD(arch);
  filter[count++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCHITECTURE, 1, 0);
  filter[count++] = (struct sock_filter)ANSWER(SECCOMP_RET_ALLOW);
  filter[count++] = (struct sock_filter)LOAD(nr);
  /* An open that neither makes nor cuts a file changes nothing yet. */
  for (int i = 0; i < 2; i++) {
#ifdef SYS_open
    int number = i ? SYS_open : SYS_openat;
#else
    int number = SYS_openat;
#endif
    filter[count++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)number, 0, 4);
    filter[count++] = (struct sock_filter)LOAD_AT(
        offsetof(struct seccomp_data, args) + (i ? 8 : 16));
    filter[count++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, O_CREAT | O_TRUNC, 0, 1);
    filter[count++] = (struct sock_filter)ANSWER(SECCOMP_RET_USER_NOTIF);
    filter[count++] = (struct sock_filter)ANSWER(SECCOMP_RET_ALLOW);
  }
  for (int i = 0; i < CALLS; i++) {
    filter[count++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)calls[i].number, 0, 1);
    filter[count++] = (struct sock_filter)ANSWER(SECCOMP_RET_USER_NOTIF);
  }
  filter[count++] = (struct sock_filter)ANSWER(SECCOMP_RET_ALLOW);
  struct sock_fprog program = {.len = (unsigned short)count, .filter = filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return -1;
  return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
}

/* Whether what the call writes to lies on a disk: no pipe, terminal or device. */
static int is_file(pid_t pid, int descriptor) {
  char path[64];
  struct stat status;
  snprintf(path, sizeof path, "/proc/%d/fd/%d", (int)pid, descriptor);
  return stat(path, &status) < 0 || S_ISREG(status.st_mode);
}

static int is_path_on_disk(pid_t pid, uint64_t address) {
  char text[6] = {0};
  struct iovec here = {.iov_base = text, .iov_len = 5}, there = {.iov_base = (void *)(uintptr_t)address, .iov_len = 5};
  if (process_vm_readv(pid, &here, 1, &there, 1, 0) < 5) return 1;
  return memcmp(text, "/dev/", 5) != 0;
}

/* A text of another process; 0 where it cannot be read. A page that is not there may follow its end. */
static int read_text(pid_t pid, uint64_t address, char *text, size_t size) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE), length = 0;
  while (length < size) {
    size_t part = page - (size_t)((address + length) % page);
    if (part > size - length) part = size - length;
    struct iovec here = {.iov_base = text + length, .iov_len = part};
    struct iovec there = {.iov_base = (void *)(uintptr_t)(address + length), .iov_len = part};
    if (process_vm_readv(pid, &here, 1, &there, 1, 0) != (ssize_t)part) return 0;
    if (memchr(text + length, 0, part)) return 1;
    length += part;
  }
  return 0;
}

/* mkdir -p makes each folder of a path whether or not it is there: what fails so has changed nothing. On doubt it counts. */
static int finds_what_it_needs(const struct seccomp_notif *notice, const struct call *call) {
  if (call->expected == ANYTHING) return 1;
  char text[PATH_MAX], path[PATH_MAX + 64];
  if (!read_text((pid_t)notice->pid, notice->data.args[call->path], text, sizeof text)) return 1;
  int folder = call->folder < 0 ? AT_FDCWD : (int)notice->data.args[call->folder];
  if (text[0] == '/')
    snprintf(path, sizeof path, "/proc/%d/root%s", (int)notice->pid, text);
  else if (folder == AT_FDCWD)
    snprintf(path, sizeof path, "/proc/%d/cwd/%s", (int)notice->pid, text);
  else
    snprintf(path, sizeof path, "/proc/%d/fd/%d/%s", (int)notice->pid, folder, text);
  struct stat status;
  if (lstat(path, &status) == 0) return call->expected == PRESENT;
  return errno != ENOENT || call->expected == ABSENT;
}

static int changes_a_file(const struct seccomp_notif *call) {
  for (int i = 0; i < CALLS; i++) {
    if (calls[i].number != call->data.nr) continue;
    switch (calls[i].target) {
      case DESCRIPTOR: return is_file((pid_t)call->pid, (int)call->data.args[0]);
      case SECOND_DESCRIPTOR: return is_file((pid_t)call->pid, (int)call->data.args[2]);
      case FIRST_PATH: return is_path_on_disk((pid_t)call->pid, call->data.args[0]);
      case SECOND_PATH: return is_path_on_disk((pid_t)call->pid, call->data.args[1]);
      case ANY: return finds_what_it_needs(call, &calls[i]);
    }
  }
  return 0;
}

static volatile sig_atomic_t is_told_to_end;
static void told_to_end(int number) {
  (void)number;
  is_told_to_end = 1;
}

/* Lets calls pass until so many have written; then the group is killed, or the call hangs until the step is told to end.
   Comes back when the program has ended. */
static int pass_calls(int listener, pid_t program, long after, int hangs) {
  long writes = 0;
  /* The listener hangs up when the last process is gone, and others may outlive the program. */
  struct pollfd polled[2] = {
      {.fd = listener, .events = POLLIN}, {.fd = (int)syscall(SYS_pidfd_open, program, 0), .events = POLLIN}};
  for (;;) {
    int status;
    if (poll(polled, 2, -1) < 0) continue;
    if (!(polled[0].revents & POLLIN)) return waitpid(program, &status, 0) == program ? status : -1;
    struct seccomp_notif call = {0};
    if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &call) < 0) continue;
    if (!is_told_to_end && changes_a_file(&call) && writes++ >= after) {
      if (!hangs) kill(0, SIGKILL);
      continue;
    }
    struct seccomp_notif_resp answer = {.id = call.id, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};
    ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
  }
}

int maint_run_interrupted(char *const arguments[], long after, int hangs) {
  int sockets[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) < 0) return 126;
  /* A step's shell waits for what it started also when it is told to end. */
  struct sigaction action = {.sa_handler = told_to_end};
  sigaction(SIGTERM, &action, NULL);
  pid_t program = fork();
  if (program < 0) return 126;
  if (program == 0) {
    signal(SIGTERM, SIG_DFL);
    int listener = listen_to_calls();
    if (listener < 0 || maint_send_with_descriptors(sockets[1], "", 1, &listener, 1) != 1) _exit(126);
    close(listener);
    execv(arguments[0], arguments);
    _exit(127);
  }
  close(sockets[1]);
  char byte;
  int listener = -1;
  maint_receive_with_descriptors(sockets[0], &byte, 1, &listener, 1);
  int status = 0;
  if (listener >= 0)
    status = pass_calls(listener, program, after, hangs);
  else if (waitpid(program, &status, 0) < 0 || (WIFEXITED(status) && WEXITSTATUS(status) == 126))
    return 126;
  if (hangs) {
    sigset_t terminate, none;
    sigemptyset(&none);
    sigemptyset(&terminate);
    sigaddset(&terminate, SIGTERM);
    sigprocmask(SIG_BLOCK, &terminate, NULL);
    while (!is_told_to_end) sigsuspend(&none);
    return 124;
  }
  kill(0, SIGKILL);
  return 137;
}
