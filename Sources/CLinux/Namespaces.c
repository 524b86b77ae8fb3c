#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static int clone_flags(long namespaces) {
  int flags = 0;
  if (namespaces & MAINT_NAMESPACE_USER) flags |= CLONE_NEWUSER;
  if (namespaces & MAINT_NAMESPACE_MOUNT) flags |= CLONE_NEWNS;
  if (namespaces & MAINT_NAMESPACE_PROCESS) flags |= CLONE_NEWPID;
  if (namespaces & MAINT_NAMESPACE_NETWORK) flags |= CLONE_NEWNET;
  if (namespaces & MAINT_NAMESPACE_IPC) flags |= CLONE_NEWIPC;
  if (namespaces & MAINT_NAMESPACE_HOST_NAME) flags |= CLONE_NEWUTS;
  return flags;
}

int maint_unshare(long namespaces) { return unshare(clone_flags(namespaces)); }

/* Not fork(2) after unshare(2): every later child of this process would go into the same namespace of processes. */
pid_t maint_fork(long namespaces) {
  return (pid_t)syscall(SYS_clone, (unsigned long)(clone_flags(namespaces) | SIGCHLD), NULL, NULL, NULL, NULL);
}

int maint_mount(const char *source, const char *target, const char *type, long options, const char *data) {
  unsigned long flags = 0;
  if (options & MAINT_MOUNT_PRIVATE) flags |= MS_PRIVATE | MS_REC;
  if (options & MAINT_MOUNT_BIND) flags |= MS_BIND;
  if (options & MAINT_MOUNT_READ_ONLY) flags |= MS_RDONLY;
  if (options & MAINT_MOUNT_NO_DEVICES) flags |= MS_NODEV;
  if (options & MAINT_MOUNT_NO_SET_USER) flags |= MS_NOSUID;
  if (options & MAINT_MOUNT_NO_PROGRAMS) flags |= MS_NOEXEC;
  if (options & MAINT_MOUNT_AGAIN) flags |= MS_REMOUNT;
  return mount(source, target, type, flags, data);
}

int maint_mount_read_only(const char *path) {
  struct {
    uint64_t set, clear, propagation, user_namespace;
  } attributes = {.set = 1 /* MOUNT_ATTR_RDONLY */};
  if (syscall(SYS_mount_setattr, AT_FDCWD, path, 0, &attributes, sizeof attributes) == 0) return 0;
  if (errno != ENOSYS) return -1;
  /* Before Linux 5.12. */
  return mount(NULL, path, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL);
}

int maint_unmount(const char *path) { return umount2(path, MNT_DETACH | UMOUNT_NOFOLLOW); }

int maint_enter_root(const char *root) {
  /* The old root is mounted over the new one and taken away from there: pivot_root(2), "pivot_root(".", ".")". */
  if (chdir(root) < 0 || syscall(SYS_pivot_root, ".", ".") < 0) return -1;
  if (umount2(".", MNT_DETACH) < 0) return -1;
  return chdir("/");
}

int maint_keep_capabilities(uint64_t kept) {
  for (int capability = 0; capability < 64; capability++) {
    if (kept & (UINT64_C(1) << capability)) continue;
    if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0) {
      if (errno == EINVAL) break; /* The kernel knows no more of them. */
      return -1;
    }
  }
  /* Fails where there are none, before Linux 4.3. */
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  struct __user_cap_data_struct data[2];
  if (syscall(SYS_capget, &header, data) < 0) return -1;
  for (int word = 0; word < 2; word++) {
    uint32_t mask = (uint32_t)(kept >> (32 * word));
    data[word].effective &= mask;
    data[word].permitted &= mask;
    data[word].inheritable = 0;
  }
  return (int)syscall(SYS_capset, &header, data);
}

int maint_raise_loopback(void) {
  int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return -1;
  struct ifreq request = {.ifr_flags = IFF_UP | IFF_RUNNING};
  strcpy(request.ifr_name, "lo");
  int result = ioctl(descriptor, SIOCSIFFLAGS, &request);
  int failure = errno;
  close(descriptor);
  errno = failure;
  return result;
}

int maint_die_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); }

int maint_set_name(const char *name) { return prctl(PR_SET_NAME, name, 0, 0, 0); }

int maint_enter_network_and_ipc(pid_t process) {
  static const struct {
    const char *name;
    int type;
  } namespaces[] = {{"net", CLONE_NEWNET}, {"ipc", CLONE_NEWIPC}};
  for (size_t index = 0; index < 2; index++) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/ns/%s", (int)process, namespaces[index].name);
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return -1;
    int result = setns(descriptor, namespaces[index].type);
    int failure = errno;
    close(descriptor);
    errno = failure;
    if (result < 0) return -1;
  }
  return 0;
}
