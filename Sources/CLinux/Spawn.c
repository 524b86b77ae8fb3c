#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Not posix_spawn: that maps and unmaps a stack for each child, asks for the descriptor limit seven times, sets each of
   64 dispositions, and leaves the pidfd to a further call; 30 microseconds of some 1,000 that a shell takes. And it has
   maint stand still until the program is executed, a third of that time, and for ever where a program lies on a file
   system that does not answer. */

/* The last signal, and the bytes of the kernel's signal set; glibc's own calls leave out the two that it uses itself. */
enum { LAST_SIGNAL = 64, SIGNAL_SET = 8 };

/* As the kernel has it, which is not as glibc has it. All zero: the default disposition. */
struct kernel_action {
  void (*handler)(int);
  unsigned long flags;
  void (*restorer)(void);
  uint64_t mask;
};

/* What a child needs until it executes its program, and the stack that it stands on. The child runs in maint's memory
   beside maint, so this lives until the kernel says that it has left it. */
struct maint_start {
  const char *executable;
  char **argv;
  char **envp;
  const char *directory;
  int descriptors[3];
  uint64_t ignored;
  pid_t parent; /* that it ends with; 0: none */
  int failure;
  _Atomic int is_here; /* set to 0 by the kernel when the child leaves maint's memory: CLONE_CHILD_CLEARTID */
  _Alignas(16) char stack[16384];
  char texts[];
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

/* A call to the kernel that leaves errno alone, which a child has in common with maint: gives back -errno. */
static long call(long number, long first, long second, long third, long fourth) {
#if defined(__x86_64__)
  long result;
  register long r10 __asm__("r10") = fourth;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(first), "S"(second), "d"(third), "r"(r10)
                   : "rcx", "r11", "memory");
  return result;
#elif defined(__aarch64__)
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = first;
  register long x1 __asm__("x1") = second;
  register long x2 __asm__("x2") = third;
  register long x3 __asm__("x3") = fourth;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3) : "memory");
  return x0;
#else
#error "how does this architecture call its kernel?"
#endif
}

static long close_from(int first) {
  long result = call(SYS_close_range, first, (long)~0U, 0, 0);
  if (result != -ENOSYS) return result;
  /* Before Linux 5.9. */
  struct rlimit limit;
  result = call(SYS_prlimit64, 0, RLIMIT_NOFILE, 0, (long)&limit);
  if (result < 0) return result;
  for (int descriptor = first; (rlim_t)descriptor < limit.rlim_cur; descriptor++) call(SYS_close, descriptor, 0, 0, 0);
  return 0;
}

int maint_close_from(int first) {
  long result = close_from(first);
  if (result == 0) return 0;
  errno = (int)-result;
  return -1;
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

/* Runs in the child, in maint's memory while maint goes on: calls to the kernel alone, as glibc's own keep errno, locks
   and caches where maint has its. Gives back why the program is not executed. */
static int become(const struct maint_start *start) {
  call(SYS_setsid, 0, 0, 0, 0);
  long result;
  if (start->parent != 0) {
    result = call(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0);
    if (result < 0) return (int)-result;
    /* Killed before that: nobody is there to be told. */
    if (call(SYS_getppid, 0, 0, 0, 0) != start->parent) return ESRCH;
  }
  for (int target = 0; target < 3; target++) {
    result = call(SYS_dup3, start->descriptors[target], target, 0, 0);
    if (result < 0) return (int)-result;
  }
  result = close_from(3);
  if (result < 0) return (int)-result;
  result = call(SYS_chdir, (long)start->directory, 0, 0, 0);
  if (result < 0) return (int)-result;
  const struct kernel_action standard = {0};
  /* Dispositions other than "ignore" do not survive execve(2). */
  for (int signal = 1; signal <= LAST_SIGNAL; signal++)
    if (start->ignored & (UINT64_C(1) << (signal - 1)))
      call(SYS_rt_sigaction, signal, (long)&standard, 0, SIGNAL_SET);
  const uint64_t none = 0;
  call(SYS_rt_sigprocmask, SIG_SETMASK, (long)&none, 0, SIGNAL_SET);
  return (int)-call(SYS_execve, (long)start->executable, (long)start->argv, (long)start->envp, 0);
}

static int child(void *argument) {
  struct maint_start *start = argument;
  start->failure = become(start);
  for (;;) call(SYS_exit_group, 127, 0, 0, 0);
}

static size_t count(char *const *texts) {
  size_t number = 0;
  while (texts[number]) number++;
  return number;
}

static char *copy(const char *text, char **place) {
  size_t size = strlen(text) + 1;
  char *copied = memcpy(*place, text, size);
  *place += size;
  return copied;
}

static size_t size_of(char *const *texts) {
  size_t size = sizeof(char *);
  for (; *texts; texts++) size += sizeof(char *) + strlen(*texts) + 1;
  return size;
}

/* With copies of all texts, which the caller may then change. NULL: no memory. */
static struct maint_start *prepare(const char *executable, char *const *argv, char *const *envp, const char *directory) {
  size_t texts = size_of(argv) + size_of(envp) + strlen(executable) + strlen(directory) + 2;
  struct maint_start *start = malloc(sizeof *start + texts);
  if (!start) return NULL;
  char *const *given[2] = {argv, envp};
  char **pointers[2];
  char *place = start->texts;
  for (int list = 0; list < 2; list++) {
    pointers[list] = (char **)place;
    place += (count(given[list]) + 1) * sizeof(char *);
  }
  for (int list = 0; list < 2; list++) {
    char **pointer = pointers[list];
    for (char *const *text = given[list]; *text; text++) *pointer++ = copy(*text, &place);
    *pointer = NULL;
  }
  start->argv = pointers[0];
  start->envp = pointers[1];
  start->executable = copy(executable, &place);
  start->directory = copy(directory, &place);
  return start;
}

/* Returns when there is a child; it may not execute its program yet. */
static int begin(struct maint_start *start, struct maint_child *made) {
  const uint64_t all = ~UINT64_C(0);
  uint64_t before;
  /* A handler that ran in the child would run in maint's memory. */
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &before, SIGNAL_SET);
  start->failure = 0;
  start->is_here = 1;
  made->pid = clone(child, start->stack + sizeof start->stack, CLONE_VM | CLONE_PIDFD | CLONE_CHILD_CLEARTID | SIGCHLD,
                    start, &made->pidfd, NULL, &start->is_here);
  int failure = made->pid < 0 ? errno : 0;
  clock_gettime(CLOCK_BOOTTIME, &made->begun);
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &before, NULL, SIGNAL_SET);
  return failure;
}

int maint_start_failure(const struct maint_start *start) { return start->is_here ? 0 : start->failure; }

void maint_start_end(struct maint_start *start) {
  /* It hangs on its way into the program, and still stands on this. */
  if (!start->is_here) free(start);
}

/* The kernel wakes whoever waits when it clears the word: mm_release in kernel/fork.c. */
static void await(struct maint_start *start, const struct timespec *longest) {
  while (start->is_here)
    if (syscall(SYS_futex, &start->is_here, FUTEX_WAIT, 1, longest, NULL, 0) < 0 && errno == ETIMEDOUT) return;
}

void maint_await_program(struct maint_start *start) {
  const struct timespec longest = {.tv_sec = 1};
  await(start, &longest);
}

int maint_await_start(struct maint_child *made) {
  struct maint_start *start = made->start;
  await(start, NULL);
  int failure = start->failure;
  if (failure == 0) return 0;
  close(made->pidfd);
  close(made->output);
  close(made->error);
  while (waitpid(made->pid, NULL, 0) < 0 && errno == EINTR) {
  }
  free(start);
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
                uint64_t ignored, int ends_with_parent, struct maint_child *made) {
  int output[2], error[2];
  int failure = open_pipe(output);
  if (failure != 0) return failure;
  failure = open_pipe(error);
  if (failure != 0) {
    close_both(output);
    return failure;
  }
  struct maint_start *start = prepare(executable, argv, envp, directory);
  if (start) {
    start->descriptors[0] = null;
    start->descriptors[1] = output[1];
    start->descriptors[2] = error[1];
    start->ignored = ignored;
    start->parent = ends_with_parent ? getpid() : 0;
    failure = begin(start, made);
  } else {
    failure = ENOMEM;
  }
  close(output[1]);
  close(error[1]);
  if (failure != 0) {
    free(start);
    close(output[0]);
    close(error[0]);
    return failure;
  }
  made->start = start;
  made->output = output[0];
  made->error = error[0];
  return 0;
}
