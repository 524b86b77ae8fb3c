/* Runs two commands in turn, A B A B …, and prints how they compare:

     pair ROUNDS A B [EXIT-OF-A EXIT-OF-B]

   Each command is one argument, split at blanks; no shell stands between, whose own start would be counted in. It must
   exit with 0, or as given; what a command that is to fail says about it is not shown.

   One line: the medians of A's and B's wall seconds and of A's and B's CPU seconds (user and system, of the command and
   all that it waited for), the medians of the ratios A/B of each pair, wall and CPU, and the largest resident size of A
   in KiB. Pairs, because a shared machine changes its speed while it is measured: what changes for A changes for B. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_ROUNDS = 1000, MOST_WORDS = 32 };

struct figures {
  double wall[MOST_ROUNDS], cpu[MOST_ROUNDS];
  long resident;
};

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static double seconds(struct timeval time) { return time.tv_sec + time.tv_usec / 1e6; }

static void run(const char *command, int expected, struct figures *figures, int round) {
  struct timespec start, end;
  struct rusage usage;
  int status;
  clock_gettime(CLOCK_MONOTONIC, &start);
  pid_t pid = fork();
  if (pid < 0) fail("fork");
  if (pid == 0) {
    int null = open("/dev/null", O_WRONLY);
    dup2(null, 1);
    if (expected != 0) dup2(null, 2);
    char *words[MOST_WORDS + 1];
    int count = 0;
    for (char *word = strtok(strdup(command), " "); word && count < MOST_WORDS; word = strtok(NULL, " "))
      words[count++] = word;
    words[count] = NULL;
    execvp(words[0], words);
    _exit(127);
  }
  if (wait4(pid, &status, 0, &usage) < 0) fail("wait4");
  clock_gettime(CLOCK_MONOTONIC, &end);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != expected) {
    fprintf(stderr, "pair: failed: %s\n", command);
    exit(1);
  }
  if (round < 0) return;
  figures->wall[round] = end.tv_sec - start.tv_sec + (end.tv_nsec - start.tv_nsec) / 1e9;
  figures->cpu[round] = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  if (usage.ru_maxrss > figures->resident) figures->resident = usage.ru_maxrss;
}

static int ascending(const void *left, const void *right) {
  double difference = *(const double *)left - *(const double *)right;
  return (difference > 0) - (difference < 0);
}

static double median(const double *values, int count) {
  double sorted[MOST_ROUNDS];
  for (int index = 0; index < count; index++) sorted[index] = values[index];
  qsort(sorted, count, sizeof sorted[0], ascending);
  return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
}

static double median_ratio(const double *above, const double *below, int count) {
  double ratios[MOST_ROUNDS];
  for (int index = 0; index < count; index++) ratios[index] = above[index] / below[index];
  return median(ratios, count);
}

int main(int argc, char **argv) {
  static struct figures a, b;
  int rounds = argc == 4 || argc == 6 ? atoi(argv[1]) : 0;
  int exit_of_a = argc == 6 ? atoi(argv[4]) : 0;
  int exit_of_b = argc == 6 ? atoi(argv[5]) : 0;
  if (rounds < 1 || rounds > MOST_ROUNDS) {
    fprintf(stderr, "usage: pair ROUNDS A B [EXIT-OF-A EXIT-OF-B]\n");
    return 64;
  }
  for (int round = -1; round < rounds; round++) {
    run(argv[2], exit_of_a, &a, round);
    run(argv[3], exit_of_b, &b, round);
  }
  printf("%.4f %.4f %.4f %.4f %.2f %.2f %ld\n", median(a.wall, rounds), median(b.wall, rounds), median(a.cpu, rounds),
         median(b.cpu, rounds), median_ratio(a.wall, b.wall, rounds), median_ratio(a.cpu, b.cpu, rounds), a.resident);
  return 0;
}
