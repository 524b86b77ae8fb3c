/* The floor that maint is measured against: starts `/bin/sh -eu -c :` COUNT times, AT_ONCE at a time, with both
   outputs to pipes, and waits for each.

   cc -O2 -o spawn spawn.c && ./spawn COUNT [AT_ONCE]

   Nothing else is done: standard input is inherited, no session, no signal mask, no deadline, nothing read from /proc
   and nothing written down.
   A pipe is read to its end before the child is reaped, as the output is empty. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { MOST_AT_ONCE = 64 };

struct child {
  pid_t pid; /* 0: free */
  int open;  /* pipes that have not ended */
};

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void start(struct child *child, struct pollfd *pipes) {
  int output[2], error[2];
  if (pipe2(output, O_CLOEXEC) < 0 || pipe2(error, O_CLOEXEC) < 0) fail("pipe2");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, output[1], 1);
  posix_spawn_file_actions_adddup2(&actions, error[1], 2);
  char *const arguments[] = {"sh", "-eu", "-c", ":", NULL};
  if (posix_spawn(&child->pid, "/bin/sh", &actions, NULL, arguments, environ) != 0) fail("posix_spawn");
  posix_spawn_file_actions_destroy(&actions);
  close(output[1]);
  close(error[1]);
  child->open = 2;
  pipes[0] = (struct pollfd){.fd = output[0], .events = POLLIN};
  pipes[1] = (struct pollfd){.fd = error[0], .events = POLLIN};
}

/* Returns 1 once both pipes have ended and the child is reaped. */
static int serve(struct child *child, struct pollfd *pipes) {
  char buffer[4096];
  for (int pipe = 0; pipe < 2; pipe++) {
    if (pipes[pipe].fd < 0 || pipes[pipe].revents == 0 || read(pipes[pipe].fd, buffer, sizeof buffer) > 0) continue;
    close(pipes[pipe].fd);
    pipes[pipe].fd = -1;
    child->open--;
  }
  if (child->open > 0) return 0;
  int status;
  if (waitpid(child->pid, &status, 0) < 0) fail("waitpid");
  if (status != 0) fprintf(stderr, "a child failed\n"), exit(1);
  child->pid = 0;
  return 1;
}

int main(int argc, char **argv) {
  int count = argc > 1 ? atoi(argv[1]) : 1000;
  int at_once = argc > 2 ? atoi(argv[2]) : 1;
  if (count < 1 || at_once < 1 || at_once > MOST_AT_ONCE) {
    fprintf(stderr, "usage: spawn COUNT [AT_ONCE, at most %d]\n", MOST_AT_ONCE);
    return 64;
  }
  struct child children[MOST_AT_ONCE];
  struct pollfd pipes[2 * MOST_AT_ONCE];
  memset(children, 0, sizeof children);
  for (int index = 0; index < 2 * at_once; index++) pipes[index].fd = -1;
  for (int started = 0, ended = 0; ended < count;) {
    for (int index = 0; index < at_once && started < count; index++)
      if (children[index].pid == 0) start(&children[index], &pipes[2 * index]), started++;
    if (poll(pipes, 2 * at_once, -1) < 0) fail("poll");
    for (int index = 0; index < at_once; index++)
      if (children[index].pid != 0) ended += serve(&children[index], &pipes[2 * index]);
  }
  return 0;
}
