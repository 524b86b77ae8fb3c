/* What Glibc does not give Swift. Plain functions only: _GNU_SOURCE in a public header breaks the Glibc module. */
#ifndef CLINUX_H
#define CLINUX_H

#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>

/* The words by which this process was called, its own name first; `index` is below the count. They stay. */
int maint_argument_count(void);
const char *maint_argument(int index);

/* What maint keeps of a child on its way into its program. */
struct maint_start;

/* A process started by maint_spawn, and maint's ends of its pipes; all descriptors are close-on-exec. */
struct maint_child {
  pid_t pid;
  int pidfd;
  int output;
  int error;
  struct timespec begun; /* CLOCK_BOOTTIME just after it was there */
  struct maint_start *start;
};

/* Starts a program in a session of its own: clean signal mask and dispositions, `null` as standard input, pipes as
   standard output and error, no other descriptor. `ignored` are the signals that maint ignores, by which the dispositions
   are cleaned. `ends_with_parent`: 1 where the kernel is to kill it when maint has ended. Returns 0 when the process is
   there, or the errno of what failed with nothing left behind. Whether it executes the program is known later: see below. */
int maint_spawn(const char *executable, char *const *argv, char *const *envp, const char *directory, int null,
                uint64_t ignored, int ends_with_parent, struct maint_child *child);
/* Waits until the child executes its program. Else returns the errno of what failed, with nothing left behind. */
int maint_await_start(struct maint_child *child);
/* Waits until the child has executed its program or failed to, but no longer than a second. */
void maint_await_program(struct maint_start *start);
/* Of a child that has ended: the errno of why it never executed its program; 0: it did. */
int maint_start_failure(const struct maint_start *start);
/* To be called once for each child that is not awaited or was awaited without a failure, when it has ended. */
void maint_start_end(struct maint_start *start);
/* A file in memory, which has no name and ends with its last descriptor, with these bytes, to be read from the first on:
   memfd_create(2). Returns its descriptor, which is close-on-exec and not one of the standard ones, or -1 with errno. */
int maint_memory_file(const void *bytes, size_t size);
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
  int64_t read_bytes;
  int64_t written_bytes;
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

/* Extended attributes: getxattr(2), listxattr(2), fsetxattr(2), fremovexattr(2); with size 0 the size that is needed. */
ssize_t maint_list_file_attributes(const char *path, void *names, size_t size);
ssize_t maint_get_file_attribute(const char *path, const char *name, void *value, size_t size);
ssize_t maint_get_open_attribute(int descriptor, const char *name, void *value, size_t size);
int maint_set_open_attribute(int descriptor, const char *name, const void *value, size_t size);
int maint_remove_open_attribute(int descriptor, const char *name);

/* Types of a file by st_mode. */
int maint_is_directory(mode_t mode);
int maint_is_regular(mode_t mode);
int maint_is_symbolic_link(mode_t mode);

/* Renames in one step: the two names change places, or the new name must be free. -1 with errno. */
int maint_exchange(int folder, const char *one, int other_folder, const char *other);
int maint_rename_to_free(int folder, const char *from, int other_folder, const char *to);
/* A folder as a place for other calls, O_PATH; a link is followed only where `follows`. -1 with errno. */
int maint_hold_folder(int folder, const char *name, int follows);
/* The same by a path of names below it, none of them a link. */
int maint_hold_folder_below(int folder, const char *path);
/* The same of whatever is at a name, a link itself. */
int maint_hold_name(int folder, const char *name);
/* Writes what is dirty of the file system of an open file; -1 with errno. */
int maint_sync_file_system(int descriptor);
/* A file without a name in the folder, removed when it is closed; -1 with errno. */
int maint_open_nameless(const char *folder);
/* The time of the last change of a content, of a link itself too; the time of access stays. */
int maint_set_time(int folder, const char *name, int64_t seconds, long nanoseconds);
/* Where the next data of a sparse file begins; -1 with ENXIO where there is none. */
off_t maint_seek_data(int descriptor, off_t offset);
/* Of a name in a folder, a link itself, or of the folder itself where the name is empty. `is_unchangeable`: whether chattr(1)
   has made it immutable, or fit only to be added to; 0 on file systems that do not tell. -1 with errno. */
int maint_status(int folder, const char *name, struct stat *status, int *is_unchangeable);
/* That alone; 0 where nothing is there. */
int maint_is_unchangeable(int folder, const char *name);
/* mknod(2): the name of a pipe, a device, or a socket that nobody listens on; -1 with errno. */
int maint_make_node(int folder, const char *name, mode_t mode, uint32_t major, uint32_t minor);
uint32_t maint_device_major(uint64_t device);
uint32_t maint_device_minor(uint64_t device);

/* Extended attributes of a name in an open folder, a link itself and not what it points to. Each list or value is cut to
   nothing: -1 with ERANGE where the buffer is too small. 0 for a list where the file system has none. */
ssize_t maint_list_attributes(int folder, const char *name, char *list, size_t size);
ssize_t maint_get_attribute(int folder, const char *name, const char *attribute, void *value, size_t size);
int maint_set_attribute(int folder, const char *name, const char *attribute, const void *value, size_t size);
int maint_remove_attribute(int folder, const char *name, const char *attribute);

/* SHA-256, piece by piece; `is_fast`: by the processor's instructions for it, where it has them. To ask that is slow: a
   virtual machine asks its host. */
int maint_sha256_has_instructions(void);
struct maint_sha256 {
  uint32_t state[8];
  uint64_t size;
  uint8_t block[64];
  int is_fast;
};
void maint_sha256_begin(struct maint_sha256 *hash, int is_fast);
void maint_sha256_take(struct maint_sha256 *hash, const void *bytes, size_t size);
/* In lower-case hexadecimal digits, without a NUL. */
void maint_sha256_end(struct maint_sha256 *hash, char digits[64]);
/* Namespaces of their own for this process, but that of processes, which its next child begins: unshare(2). */
enum {
  MAINT_NAMESPACE_USER = 1,
  MAINT_NAMESPACE_MOUNT = 2,
  MAINT_NAMESPACE_PROCESS = 4,
  MAINT_NAMESPACE_NETWORK = 8,
  MAINT_NAMESPACE_IPC = 16,
  MAINT_NAMESPACE_HOST_NAME = 32
};
int maint_unshare(long namespaces);
/* fork(2) with the child in namespaces of its own, for a process of one thread. The child must end by _exit. */
pid_t maint_fork(long namespaces);
/* mount(2). */
enum {
  MAINT_MOUNT_PRIVATE = 1, /* and all mounts below it */
  MAINT_MOUNT_BIND = 2,
  MAINT_MOUNT_READ_ONLY = 4,
  MAINT_MOUNT_NO_DEVICES = 8,
  MAINT_MOUNT_NO_SET_USER = 16,
  MAINT_MOUNT_NO_PROGRAMS = 32,
  MAINT_MOUNT_AGAIN = 64 /* with other options */
};
int maint_mount(const char *source, const char *target, const char *type, long options, const char *data);
/* Makes a mount read-only, the others of the same file system not. */
int maint_mount_read_only(const char *path);
/* Takes a mount and all below it out of sight; it is gone when nobody uses it any more. */
int maint_unmount(const char *path);
/* Makes a mount the root, and takes the old root and all below it out of sight. */
int maint_enter_root(const char *root);
/* Gives up all other capabilities for good, as a mask: bit n for capability n. */
int maint_keep_capabilities(uint64_t kept);
/* Brings the loopback of the own network namespace up. */
int maint_raise_loopback(void);
/* Goes into the namespaces of network and IPC in which another process is. */
int maint_enter_network_and_ipc(pid_t process);
enum { MAINT_DESCRIPTORS = 3 };
/* Like send(2), with copies of as many descriptors, at most MAINT_DESCRIPTORS. */
ssize_t maint_send_with_descriptors(
    int socket, const void *bytes, size_t count, const int *descriptors, size_t number);
/* Like recv(2); as many descriptors as came with the message are close-on-exec, and -1 where not so many came. */
ssize_t maint_receive_with_descriptors(int socket, void *bytes, size_t size, int *descriptors, size_t number);
/* Ends this process, by SIGKILL, when its parent has ended. */
int maint_die_with_parent(void);
/* What /proc/PID/comm and ps(1) name this process; of the name 15 bytes. */
int maint_set_name(const char *name);
/* Runs a program, of whose calls that write to files only so many are let pass; those of its descendants count, too. Then
   the process group is killed, or with `hangs` the call does not return until SIGTERM has come. One that writes less is
   killed, or hangs, at its end. Gives back an exit code: 126 where the kernel cannot do that. */
int maint_run_interrupted(char *const arguments[], long after, int hangs);
/* Closes every descriptor from `first` on. */
int maint_close_from(int first);

/* Has the memory of a large array that was freed be used again. By default malloc(3) maps each one anew and gives it back: an
   array that grows is then paid for with pages that the kernel clears, a fifth of those of a large plan. */
void maint_keep_freed_memory(void);

/* Whether a shell pattern matches, byte for byte; in a path no wildcard matches a slash. */
int maint_matches(const char *pattern, const char *text, int is_path);

/* Keeps this process, which must have CAP_SYS_ADMIN, and its descendants from what no namespace holds: the kernel's keyrings, and
   user namespaces of their own, in which they had the capabilities back to mount what is the host's, such as cgroups. Calls by the
   numbers of another architecture are refused, too. -1 with errno. */
int maint_bar_kernel(void);

#endif
