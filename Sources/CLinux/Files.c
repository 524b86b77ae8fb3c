#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <linux/fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

int maint_exchange(const char *one, const char *other) {
  return renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE);
}

int maint_rename_to_free(const char *from, const char *to) {
  return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
}

int maint_sync_file_system(int descriptor) { return syncfs(descriptor); }

int maint_open_nameless(const char *folder) {
  int descriptor = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT)) return descriptor;
  /* NFS and some FUSE file systems know no such files. */
  char path[PATH_MAX];
  if (snprintf(path, sizeof path, "%s/.maint-XXXXXX", folder) >= (int)sizeof path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  descriptor = mkostemp(path, O_CLOEXEC);
  if (descriptor >= 0) unlink(path);
  return descriptor;
}

int maint_set_time(const char *path, int64_t seconds, long nanoseconds) {
  const struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_sec = seconds, .tv_nsec = nanoseconds}};
  return utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW);
}

int maint_is_unchangeable(const char *path) {
  /* A device could act on being opened. */
  struct stat status;
  if (lstat(path, &status) != 0 || (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode))) return 0;
  int descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return 0;
  int flags = 0;
  int result = ioctl(descriptor, FS_IOC_GETFLAGS, &flags);
  close(descriptor);
  return result == 0 && flags & (FS_IMMUTABLE_FL | FS_APPEND_FL);
}

off_t maint_seek_data(int descriptor, off_t offset) { return lseek(descriptor, offset, SEEK_DATA); }

int maint_make_node(const char *path, mode_t mode, uint32_t major, uint32_t minor) {
  return mknod(path, mode, makedev(major, minor));
}

uint32_t maint_device_major(uint64_t device) { return major(device); }
uint32_t maint_device_minor(uint64_t device) { return minor(device); }

/* The calls take no folder (listxattrat came with Linux 6.13), but follow the link in /proc to one. */
enum { ROOM = 4096 + 64 };

static int reach(char path[ROOM], int folder, const char *name) {
  int length = folder == AT_FDCWD ? snprintf(path, ROOM, "%s", name)
                                  : snprintf(path, ROOM, "/proc/self/fd/%d/%s", folder, name);
  if (length < ROOM) return 0;
  errno = ENAMETOOLONG;
  return -1;
}

ssize_t maint_list_attributes(int folder, const char *name, char *list, size_t size) {
  char path[ROOM];
  if (reach(path, folder, name) < 0) return -1;
  ssize_t length = llistxattr(path, list, size);
  return length < 0 && errno == EOPNOTSUPP ? 0 : length;
}

ssize_t maint_get_attribute(int folder, const char *name, const char *attribute, void *value, size_t size) {
  char path[ROOM];
  return reach(path, folder, name) < 0 ? -1 : lgetxattr(path, attribute, value, size);
}

int maint_set_attribute(int folder, const char *name, const char *attribute, const void *value, size_t size) {
  char path[ROOM];
  return reach(path, folder, name) < 0 ? -1 : lsetxattr(path, attribute, value, size, 0);
}

int maint_remove_attribute(int folder, const char *name, const char *attribute) {
  char path[ROOM];
  return reach(path, folder, name) < 0 ? -1 : lremovexattr(path, attribute);
}

int maint_matches(const char *pattern, const char *text, int is_path) {
  return fnmatch(pattern, text, is_path ? FNM_PATHNAME : 0) == 0;
}
