#define _GNU_SOURCE
#include "CLinux.h"
#include "Filter.h"

#include <errno.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#define IS(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)(value), yes, no)
#define HAS(bits, yes, no) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (unsigned)(bits), yes, no)
#define REFUSE(code) ANSWER(SECCOMP_RET_ERRNO | (code))

int maint_bar_kernel(void) {
  if (!OWN_ARCHITECTURE) {
    errno = ENOSYS;
    return -1;
  }
  struct sock_filter filter[] = {
      /* Calls by the numbers of another architecture would have to be known, too; so would those of x32. */
      LOAD(arch),
      IS(OWN_ARCHITECTURE, 1, 0),
      REFUSE(ENOSYS),
      LOAD(nr),
#ifdef __x86_64__
      HAS(0x40000000, 0, 1),
      REFUSE(ENOSYS),
#endif
      IS(SYS_add_key, 3, 0),
      IS(SYS_request_key, 2, 0),
      IS(SYS_keyctl, 1, 0),
      IS(SYS_setns, 0, 1),
      REFUSE(EPERM),
      /* Its flags lie in memory, out of a filter's sight; glibc then calls clone. */
      IS(SYS_clone3, 0, 1),
      REFUSE(ENOSYS),
      IS(SYS_clone, 1, 0),
      IS(SYS_unshare, 0, 3),
      LOAD(args),
      HAS(CLONE_NEWUSER, 0, 1),
      REFUSE(EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {.len = sizeof filter / sizeof filter[0], .filter = filter};
  return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}
