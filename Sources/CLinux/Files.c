#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

int maint_exchange(int folder, const char *one, int other_folder, const char *other) {
  return renameat2(folder, one, other_folder, other, RENAME_EXCHANGE);
}

int maint_rename_to_free(int folder, const char *from, int other_folder, const char *to) {
  return renameat2(folder, from, other_folder, to, RENAME_NOREPLACE);
}

int maint_hold_folder(int folder, const char *name, int follows) {
  return openat(folder, name, O_PATH | O_DIRECTORY | O_CLOEXEC | (follows ? 0 : O_NOFOLLOW));
}

int maint_hold_name(int folder, const char *name) {
  return openat(folder, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
}

int maint_hold_folder_below(int folder, const char *path) {
  /* Name by name, as openat2(2) does with RESOLVE_NO_SYMLINKS, which filters of system calls in containers may refuse. */
  int held = folder;
  while (*path) {
    size_t length = strcspn(path, "/");
    char name[NAME_MAX + 1];
    int next = -1;
    if (length > NAME_MAX) {
      errno = ENAMETOOLONG;
    } else {
      memcpy(name, path, length);
      name[length] = 0;
      next = maint_hold_folder(held, name, 0);
    }
    int error = errno;
    if (held != folder) close(held);
    if (next < 0) {
      errno = error;
      return -1;
    }
    held = next;
    path += length + (path[length] == '/');
  }
  return held;
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

int maint_set_time(int folder, const char *name, int64_t seconds, long nanoseconds) {
  const struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_sec = seconds, .tv_nsec = nanoseconds}};
  return utimensat(folder, name, times, AT_SYMLINK_NOFOLLOW);
}

int maint_status(int folder, const char *name, struct stat *status, int *is_unchangeable) {
  struct statx found;
  if (statx(folder, name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH, STATX_BASIC_STATS, &found) < 0) return -1;
  *is_unchangeable = (found.stx_attributes & (STATX_ATTR_IMMUTABLE | STATX_ATTR_APPEND)) != 0;
  *status = (struct stat){
      .st_dev = makedev(found.stx_dev_major, found.stx_dev_minor),
      .st_ino = found.stx_ino,
      .st_mode = found.stx_mode,
      .st_nlink = found.stx_nlink,
      .st_uid = found.stx_uid,
      .st_gid = found.stx_gid,
      .st_rdev = makedev(found.stx_rdev_major, found.stx_rdev_minor),
      .st_size = (off_t)found.stx_size,
      .st_blksize = found.stx_blksize,
      .st_blocks = (blkcnt_t)found.stx_blocks,
      .st_atim = {.tv_sec = found.stx_atime.tv_sec, .tv_nsec = found.stx_atime.tv_nsec},
      .st_mtim = {.tv_sec = found.stx_mtime.tv_sec, .tv_nsec = found.stx_mtime.tv_nsec},
      .st_ctim = {.tv_sec = found.stx_ctime.tv_sec, .tv_nsec = found.stx_ctime.tv_nsec},
  };
  return 0;
}

int maint_is_unchangeable(int folder, const char *name) {
  struct stat status;
  int is_unchangeable = 0;
  return maint_status(folder, name, &status, &is_unchangeable) == 0 && is_unchangeable;
}

off_t maint_seek_data(int descriptor, off_t offset) { return lseek(descriptor, offset, SEEK_DATA); }

int maint_make_node(int folder, const char *name, mode_t mode, uint32_t major, uint32_t minor) {
  return mknodat(folder, name, mode, makedev(major, minor));
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
