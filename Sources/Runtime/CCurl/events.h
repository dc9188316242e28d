// What the C library's own module leaves out of Linux.

#include <sys/epoll.h>
#include <sys/eventfd.h>
