#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Not posix_spawn: that maps and unmaps a stack for each child, asks for the descriptor limit seven times, sets each of
   64 dispositions, and leaves the pidfd to a further call; 30 microseconds of some 1,000 that a shell takes. */

/* The last signal, and the bytes of the kernel's signal set; glibc's own calls leave out the two that it uses itself. */
enum { LAST_SIGNAL = 64, SIGNAL_SET = 8 };

/* As the kernel has it, which is not as glibc has it. All zero: the default disposition. */
struct kernel_action {
  void (*handler)(int);
  unsigned long flags;
  void (*restorer)(void);
  uint64_t mask;
};

struct start {
  const char *executable;
  char *const *argv;
  char *const *envp;
  const char *directory;
  int descriptors[3];
  uint64_t ignored;
  pid_t parent; /* that it ends with; 0: none */
  struct timespec begun;
  int failure;
};

uint64_t maint_ignored_signals(void) {
  uint64_t ignored = 0;
  for (int signal = 1; signal <= LAST_SIGNAL; signal++) {
    struct kernel_action action;
    if (syscall(SYS_rt_sigaction, signal, NULL, &action, SIGNAL_SET) == 0 && action.handler == SIG_IGN)
      ignored |= UINT64_C(1) << (signal - 1);
  }
  return ignored;
}

int maint_close_from(int first) {
  if (syscall(SYS_close_range, first, ~0U, 0) == 0) return 0;
  if (errno != ENOSYS) return -1;
  /* Before Linux 5.9. */
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) < 0) return -1;
  for (int descriptor = first; (rlim_t)descriptor < limit.rlim_cur; descriptor++) close(descriptor);
  return 0;
}

int maint_memory_file(const void *bytes, size_t size) {
  int descriptor = memfd_create("maint", MFD_CLOEXEC);
  /* In place of a standard descriptor that maint was started without, it would be overwritten in the child. */
  if (descriptor >= 0 && descriptor <= 2) {
    int other = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    close(descriptor);
    descriptor = other;
  }
  if (descriptor < 0) return -1;
  for (size_t written = 0; written < size;) {
    ssize_t count = pwrite(descriptor, (const char *)bytes + written, size - written, (off_t)written);
    if (count < 0) {
      int failure = errno;
      close(descriptor);
      errno = failure;
      return -1;
    }
    written += (size_t)count;
  }
  return descriptor;
}

/* Runs in the child, in maint's memory while maint stands still: only calls that vfork(2) leaves safe. */
static int become(void *argument) {
  struct start *start = argument;
  clock_gettime(CLOCK_BOOTTIME, &start->begun);
  setsid();
  if (start->parent != 0) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0) goto failed;
    /* Killed before that: nobody is there to be told. */
    if (getppid() != start->parent) _exit(127);
  }
  for (int target = 0; target < 3; target++)
    if (dup2(start->descriptors[target], target) < 0) goto failed;
  if (maint_close_from(3) < 0 || chdir(start->directory) < 0) goto failed;
  const struct kernel_action standard = {0};
  /* Dispositions other than "ignore" do not survive execve(2). */
  for (int signal = 1; signal <= LAST_SIGNAL; signal++)
    if (start->ignored & (UINT64_C(1) << (signal - 1)))
      syscall(SYS_rt_sigaction, signal, &standard, NULL, SIGNAL_SET);
  const uint64_t none = 0;
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, NULL, SIGNAL_SET);
  execve(start->executable, start->argv, start->envp);
failed:
  start->failure = errno;
  _exit(127);
}

/* Returns when the child executes its program or has failed to. */
static int spawn(struct start *start, struct maint_child *child) {
  /* The child's stack: maint stands still while it is in use, so it may lie in maint's own. */
  _Alignas(16) char stack[16384];
  const uint64_t all = ~UINT64_C(0);
  uint64_t before;
  /* A handler that ran in the child would run in maint's memory. */
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &before, SIGNAL_SET);
  child->pid = clone(become, stack + sizeof stack, CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, start, &child->pidfd);
  int failure = child->pid < 0 ? errno : start->failure;
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &before, NULL, SIGNAL_SET);
  if (child->pid > 0 && failure != 0) {
    close(child->pidfd);
    while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR) {
    }
  }
  return failure;
}

static void close_both(const int pipe[2]) {
  close(pipe[0]);
  close(pipe[1]);
}

/* Only the reading end is non-blocking: O_NONBLOCK is a property of the open file, and the child expects to block. */
static int open_pipe(int pipe[2]) {
  if (pipe2(pipe, O_CLOEXEC) < 0) return errno;
  if (fcntl(pipe[0], F_SETFL, O_NONBLOCK) == 0) return 0;
  int failure = errno;
  close_both(pipe);
  return failure;
}

int maint_spawn(const char *executable, char *const *argv, char *const *envp, const char *directory, int null,
                uint64_t ignored, int ends_with_parent, struct maint_child *child) {
  int output[2], error[2];
  int failure = open_pipe(output);
  if (failure != 0) return failure;
  failure = open_pipe(error);
  if (failure != 0) {
    close_both(output);
    return failure;
  }
  struct start start = {.executable = executable, .argv = argv, .envp = envp, .directory = directory,
                        .descriptors = {null, output[1], error[1]}, .ignored = ignored,
                        .parent = ends_with_parent ? getpid() : 0};
  failure = spawn(&start, child);
  close(output[1]);
  close(error[1]);
  if (failure != 0) {
    close(output[0]);
    close(error[0]);
    return failure;
  }
  child->output = output[0];
  child->error = error[0];
  child->begun = start.begun;
  return 0;
}
