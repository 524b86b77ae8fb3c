#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef P_PIDFD
#define P_PIDFD 3
#endif

static int make_attributes(posix_spawnattr_t *attributes) {
  int failure = posix_spawnattr_init(attributes);
  if (failure != 0) return failure;
  sigset_t none, all;
  sigemptyset(&none);
  /* Not sigfillset: it leaves out glibc's own two signals, and posix_spawn then has the child ignore them. */
  memset(&all, 0xff, sizeof all);
  posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  posix_spawnattr_setsigmask(attributes, &none);
  posix_spawnattr_setsigdefault(attributes, &all);
  return 0;
}

static int make_actions(posix_spawn_file_actions_t *actions, const char *directory, const int descriptors[3]) {
  int failure = posix_spawn_file_actions_init(actions);
  if (failure != 0) return failure;
  for (int target = 0; target < 3 && failure == 0; target++)
    failure = posix_spawn_file_actions_adddup2(actions, descriptors[target], target);
  if (failure == 0) failure = posix_spawn_file_actions_addclosefrom_np(actions, 3);
  if (failure == 0) failure = posix_spawn_file_actions_addchdir_np(actions, directory);
  if (failure != 0) posix_spawn_file_actions_destroy(actions);
  return failure;
}

static int spawn(const char *executable, char *const *argv, char *const *envp, const char *directory,
                 const int descriptors[3], pid_t *pid) {
  posix_spawnattr_t attributes;
  int failure = make_attributes(&attributes);
  if (failure != 0) return failure;
  posix_spawn_file_actions_t actions;
  failure = make_actions(&actions, directory, descriptors);
  if (failure == 0) {
    failure = posix_spawn(pid, executable, &actions, &attributes, argv, envp);
    posix_spawn_file_actions_destroy(&actions);
  }
  posix_spawnattr_destroy(&attributes);
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
                struct maint_child *child) {
  int output[2], error[2];
  int failure = open_pipe(output);
  if (failure != 0) return failure;
  failure = open_pipe(error);
  if (failure != 0) {
    close_both(output);
    return failure;
  }
  const int descriptors[3] = {null, output[1], error[1]};
  failure = spawn(executable, argv, envp, directory, descriptors, &child->pid);
  if (failure == 0) {
    /* The process is not reaped yet, so the pid cannot have passed to another. */
    child->pidfd = maint_pidfd_open(child->pid);
    if (child->pidfd < 0) {
      failure = errno;
      kill(-child->pid, SIGKILL);
      while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR) {
      }
    }
  }
  close(output[1]);
  close(error[1]);
  if (failure != 0) {
    close(output[0]);
    close(error[0]);
    return failure;
  }
  child->output = output[0];
  child->error = error[0];
  return 0;
}

int maint_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

static int64_t microseconds(struct timeval time) { return (int64_t)time.tv_sec * 1000000 + time.tv_usec; }

/* The system call itself: other than glibc's waitid it also returns what the process has used. */
int maint_wait(int pidfd, int keep, struct maint_ending *ending) {
  siginfo_t information = {0};
  struct rusage usage = {0};
  int options = WEXITED | WNOHANG | (keep ? WNOWAIT : 0);
  long result;
  do result = syscall(SYS_waitid, P_PIDFD, pidfd, &information, options, &usage);
  while (result < 0 && errno == EINTR);
  if (result < 0) return -1;
  if (information.si_pid == 0) return 0;
  ending->exited = information.si_code == CLD_EXITED;
  ending->core_dumped = information.si_code == CLD_DUMPED;
  ending->status = information.si_status;
  ending->user_time = microseconds(usage.ru_utime);
  ending->system_time = microseconds(usage.ru_stime);
  ending->maximum_resident_bytes = (int64_t)usage.ru_maxrss * 1024;
  return 1;
}

int maint_signalfd(uint64_t signals) {
  sigset_t set;
  sigemptyset(&set);
  for (int signal = 1; signal <= 64; signal++)
    if (signals & (UINT64_C(1) << (signal - 1))) sigaddset(&set, signal);
  return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int maint_read_signals(int descriptor, int *signals, int size) {
  enum { MOST = 16 };
  struct signalfd_siginfo information[MOST];
  ssize_t bytes;
  do bytes = read(descriptor, information, sizeof information[0] * (size < MOST ? size : MOST));
  while (bytes < 0 && errno == EINTR);
  if (bytes < 0) return errno == EAGAIN ? 0 : -1;
  int count = (int)((size_t)bytes / sizeof information[0]);
  for (int index = 0; index < count; index++) signals[index] = (int)information[index].ssi_signo;
  return count;
}

int maint_set_subreaper(int on) { return prctl(PR_SET_CHILD_SUBREAPER, on, 0, 0, 0); }

int maint_get_subreaper(void) {
  int on = 0;
  return prctl(PR_GET_CHILD_SUBREAPER, &on, 0, 0, 0) < 0 ? -1 : on;
}

int maint_bytes_waiting(int descriptor) {
  int count = 0;
  return ioctl(descriptor, FIONREAD, &count) < 0 ? -1 : count;
}

int maint_window_size(int descriptor, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) < 0) return -1;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return 0;
}

int maint_is_directory(mode_t mode) { return S_ISDIR(mode); }
int maint_is_regular(mode_t mode) { return S_ISREG(mode); }
int maint_is_symbolic_link(mode_t mode) { return S_ISLNK(mode); }
