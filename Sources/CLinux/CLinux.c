#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#ifndef P_PIDFD
#define P_PIDFD 3
#endif

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
  /* In units of 512 bytes, whatever the disk has: include/linux/task_io_accounting_ops.h */
  ending->read_bytes = (int64_t)usage.ru_inblock * 512;
  ending->written_bytes = (int64_t)usage.ru_oublock * 512;
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

ssize_t maint_list_file_attributes(const char *path, void *names, size_t size) { return listxattr(path, names, size); }

ssize_t maint_get_file_attribute(const char *path, const char *name, void *value, size_t size) {
  return getxattr(path, name, value, size);
}

ssize_t maint_get_open_attribute(int descriptor, const char *name, void *value, size_t size) {
  return fgetxattr(descriptor, name, value, size);
}

int maint_set_open_attribute(int descriptor, const char *name, const void *value, size_t size) {
  return fsetxattr(descriptor, name, value, size, 0);
}

int maint_remove_open_attribute(int descriptor, const char *name) { return fremovexattr(descriptor, name); }

void maint_keep_freed_memory(void) { mallopt(M_MMAP_THRESHOLD, 32 << 20); }
