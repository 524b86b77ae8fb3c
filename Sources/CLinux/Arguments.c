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
