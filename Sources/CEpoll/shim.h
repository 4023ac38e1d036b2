#ifndef RAPPORT_CEPOLL_SHIM_H
#define RAPPORT_CEPOLL_SHIM_H

// _GNU_SOURCE stays undefined: with it, glibc's types differ from those of Swift's own Glibc
// module, and the two do not mix.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>

// glibc declares it under _GNU_SOURCE only.
extern int accept4(int, struct sockaddr *, socklen_t *, int);

// Swift does not import variadic functions.
static inline int rapport_name_thread(const char *name) {
  return prctl(PR_SET_NAME, name, 0, 0, 0);
}

#endif
