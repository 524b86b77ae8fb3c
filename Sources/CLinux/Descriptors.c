#define _GNU_SOURCE
#include "CLinux.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

/* cmsg(3): a buffer that is aligned as its header must be. */
union control {
  char bytes[CMSG_SPACE(MAINT_DESCRIPTORS * sizeof(int))];
  struct cmsghdr alignment;
};

ssize_t maint_send_with_descriptors(
    int socket, const void *bytes, size_t count, const int *descriptors, size_t number) {
  struct iovec part = {.iov_base = (void *)bytes, .iov_len = count};
  union control control = {0};
  struct msghdr message = {
      .msg_iov = &part,
      .msg_iovlen = 1,
      .msg_control = control.bytes,
      .msg_controllen = CMSG_SPACE(number * sizeof(int))};
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(number * sizeof(int));
  memcpy(CMSG_DATA(header), descriptors, number * sizeof(int));
  return sendmsg(socket, &message, MSG_NOSIGNAL);
}

ssize_t maint_receive_with_descriptors(int socket, void *bytes, size_t size, int *descriptors, size_t number) {
  for (size_t index = 0; index < number; index++) descriptors[index] = -1;
  struct iovec part = {.iov_base = bytes, .iov_len = size};
  union control control = {0};
  struct msghdr message = {
      .msg_iov = &part,
      .msg_iovlen = 1,
      .msg_control = control.bytes,
      .msg_controllen = CMSG_SPACE(number * sizeof(int))};
  ssize_t count = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  if (count < 0) return count;
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS &&
      header->cmsg_len == CMSG_LEN(number * sizeof(int)))
    memcpy(descriptors, CMSG_DATA(header), number * sizeof(int));
  return count;
}
