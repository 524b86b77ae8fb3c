#include "CLinux.h"

static int number;
static char **words;

/* glibc gives each function of .init_array the arguments of main (csu/libc-start.c and elf/dl-init.c). Swift's own way, to look
   for them before `environ`, finds none where a preloaded library has called setenv, which moves that. */
__attribute__((constructor)) static void keep_arguments(int count, char **arguments) {
  number = count;
  words = arguments;
}

int maint_argument_count(void) { return number; }

const char *maint_argument(int index) { return words[index]; }

/* What the runtime has for CommandLine.arguments (stdlib/public/stubs/CommandLine.cpp). As they are here, its own are not linked,
   which would read /proc/self/maps at each start, whether anybody asks or not: 0.1 of 1.3 ms. */
char **_swift_stdlib_getUnsafeArgvArgc(int *count) {
  *count = number;
  return words;
}

void _swift_stdlib_overrideUnsafeArgvArgc(char **arguments, int count) { keep_arguments(count, arguments); }
