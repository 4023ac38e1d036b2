#ifndef RAPPORT_CEPOLL_SHIM_H
#define RAPPORT_CEPOLL_SHIM_H

// GNU extensions that Swift's Glibc module does not show.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#endif
