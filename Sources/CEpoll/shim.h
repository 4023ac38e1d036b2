#ifndef RAPPORT_CEPOLL_SHIM_H
#define RAPPORT_CEPOLL_SHIM_H

// _GNU_SOURCE stays undefined: with it, glibc's types differ from those of Swift's own Glibc
// module, and the two do not mix.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/syscall.h>

// glibc declares it under _GNU_SOURCE only.
extern int accept4(int, struct sockaddr *, socklen_t *, int);

// As accept4.
extern long syscall(long, ...);

// recv and send of glibc are points at which a thread may be cancelled, which costs two atomic
// exchanges each. No thread here is ever cancelled.
static inline ssize_t rapport_receive(int descriptor, void *bytes, size_t count) {
  return syscall(SYS_recvfrom, descriptor, bytes, count, 0, NULL, NULL);
}

static inline ssize_t rapport_send(int descriptor, const void *bytes, size_t count) {
  return syscall(SYS_sendto, descriptor, bytes, count, MSG_NOSIGNAL, NULL, 0);
}

// Swift does not import variadic functions.
static inline int rapport_name_thread(const char *name) {
  return prctl(PR_SET_NAME, name, 0, 0, 0);
}

#endif
