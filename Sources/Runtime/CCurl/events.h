// Linux interfaces that Swift's Glibc module does not import.

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>

// Names the calling thread; at most 15 bytes.
static inline void handinger_set_thread_name(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }
