/* What Glibc does not give Swift. Plain functions only: _GNU_SOURCE in a public header breaks the Glibc module. */
#ifndef CLINUX_H
#define CLINUX_H

#include <stdint.h>
#include <sys/types.h>

/* A process started by maint_spawn, and maint's ends of its pipes; all descriptors are close-on-exec. */
struct maint_child {
  pid_t pid;
  int pidfd;
  int output;
  int error;
};

/* Starts a program in a session of its own: clean signal mask and dispositions, `null` as standard input, pipes as
   standard output and error, no other descriptor. `ignored` are the signals that maint ignores, by which the dispositions
   are cleaned. Returns 0, or the errno of what failed with nothing left behind. */
int maint_spawn(const char *executable, char *const *argv, char *const *envp, const char *directory, int null,
                uint64_t ignored, struct maint_child *child);
/* As a mask: bit n - 1 for signal n. */
uint64_t maint_ignored_signals(void);

int maint_pidfd_open(pid_t pid);

/* How a process ended; times in microseconds. */
struct maint_ending {
  int exited; /* 1: status is an exit code; 0: status is a signal */
  int core_dumped;
  int status;
  int64_t user_time;
  int64_t system_time;
  int64_t maximum_resident_bytes;
};

/* 1 and the ending if the process of the pidfd has ended, 0 if it runs, -1 with errno. The zombie stays if `keep`. */
int maint_wait(int pidfd, int keep, struct maint_ending *ending);

/* Signals as a mask: bit n - 1 for signal n. */
int maint_signalfd(uint64_t signals);
/* Takes the signals waiting in a signalfd; returns how many were taken, -1 with errno. */
int maint_read_signals(int descriptor, int *signals, int size);

/* Whether orphaned descendants become children of this process instead of init's; -1 with errno. */
int maint_set_subreaper(int on);
int maint_get_subreaper(void);

/* Bytes waiting in a pipe, or -1. */
int maint_bytes_waiting(int descriptor);

/* Columns and rows of a terminal; -1 with errno where the descriptor is none. */
int maint_window_size(int descriptor, int *columns, int *rows);

/* Types of a file by st_mode. */
int maint_is_directory(mode_t mode);
int maint_is_regular(mode_t mode);
int maint_is_symbolic_link(mode_t mode);

#endif
