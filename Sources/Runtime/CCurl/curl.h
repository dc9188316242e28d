// The part of libcurl's interface that CurlTransport uses, declared here so that a build needs no development files.
//
// All of it is ABI: libcurl.so.4 has kept every function, number and structure below since 2006 or since the version in
// which it was added. The numbers are those of <curl/curl.h> and <curl/multi.h>: the kind of an option's argument
// (0 long, 10000 pointer, 20000 function, 30000 curl_off_t) plus its own number.

#ifndef HANDINGER_CURL_H
#define HANDINGER_CURL_H

#include <dlfcn.h>
#include <stddef.h>
#include <sys/socket.h>

// Handles are opaque: CURL * and CURLM * of libcurl.
struct handinger_curl_easy;
struct handinger_curl_multi;
typedef struct handinger_curl_easy *CurlEasyHandle;
typedef struct handinger_curl_multi *CurlMultiHandle;

struct curl_slist {
    char *data;
    struct curl_slist *next;
};

// CURLMsg: a finished transfer and its CURLcode.
struct handinger_curl_message {
    int msg;
    CurlEasyHandle easy_handle;
    union {
        void *whatever;
        int result;
    } data;
};

// The first fields of curl_version_info_data; the others follow in memory and are not read.
struct handinger_curl_version {
    int age;
    const char *version;
    unsigned int version_num;
};

// struct curl_sockaddr.
struct handinger_curl_address {
    int family;
    int socktype;
    int protocol;
    unsigned int addrlen;
    struct sockaddr addr;
};

// Loads libcurl when it is first used, not with the process: the libraries that it needs in turn (LDAP, Kerberos)
// would cost every start 3 ms and 6 MB. It stays loaded. Null if there is none.
static inline void *handinger_curl_library(void) {
    static void *library;
    void *loaded = __atomic_load_n(&library, __ATOMIC_ACQUIRE);
    if (loaded == NULL) {
        loaded = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
        __atomic_store_n(&library, loaded, __ATOMIC_RELEASE);
    }
    return loaded;
}

// A function of libcurl. All that are used are as old as the oldest libcurl that CurlTransport takes.
static inline void *handinger_curl_symbol(void **symbol, const char *name) {
    void *found = __atomic_load_n(symbol, __ATOMIC_ACQUIRE);
    if (found == NULL) {
        found = dlsym(handinger_curl_library(), name);
        __atomic_store_n(symbol, found, __ATOMIC_RELEASE);
    }
    return found;
}

// Declares a function that calls the one of that name in libcurl.
#define HANDINGER_CURL(result, name, parameters, arguments) \
    static inline result name parameters { \
        static void *symbol; \
        return ((result (*) parameters)handinger_curl_symbol(&symbol, #name)) arguments; \
    }

HANDINGER_CURL(int, curl_global_init, (long flags), (flags))
HANDINGER_CURL(const struct handinger_curl_version *, curl_version_info, (int age), (age))

HANDINGER_CURL(CurlEasyHandle, curl_easy_init, (void), ())
HANDINGER_CURL(int, curl_easy_pause, (CurlEasyHandle handle, int bitmask), (handle, bitmask))
HANDINGER_CURL(void, curl_easy_cleanup, (CurlEasyHandle handle), (handle))
HANDINGER_CURL(const char *, curl_easy_strerror, (int code), (code))
HANDINGER_CURL(struct curl_slist *, curl_slist_append, (struct curl_slist *list, const char *text), (list, text))
HANDINGER_CURL(void, curl_slist_free_all, (struct curl_slist *list), (list))

HANDINGER_CURL(CurlMultiHandle, curl_multi_init, (void), ())
HANDINGER_CURL(int, curl_multi_add_handle, (CurlMultiHandle multi, CurlEasyHandle handle), (multi, handle))
HANDINGER_CURL(int, curl_multi_remove_handle, (CurlMultiHandle multi, CurlEasyHandle handle), (multi, handle))
HANDINGER_CURL(
    int, curl_multi_socket_action, (CurlMultiHandle multi, int socket, int events, int *running),
    (multi, socket, events, running))
HANDINGER_CURL(
    struct handinger_curl_message *, curl_multi_info_read, (CurlMultiHandle multi, int *remaining), (multi, remaining))
HANDINGER_CURL(int, curl_multi_cleanup, (CurlMultiHandle multi), (multi))

// These take any type of argument, which Swift cannot call: see the functions at the end.
typedef int (*handinger_curl_easy_function)(CurlEasyHandle handle, int option, ...);
typedef int (*handinger_curl_multi_function)(CurlMultiHandle multi, int option, ...);
static inline handinger_curl_easy_function handinger_curl_easy_setopt(void) {
    static void *symbol;
    return (handinger_curl_easy_function)handinger_curl_symbol(&symbol, "curl_easy_setopt");
}
static inline handinger_curl_easy_function handinger_curl_easy_getinfo(void) {
    static void *symbol;
    return (handinger_curl_easy_function)handinger_curl_symbol(&symbol, "curl_easy_getinfo");
}
static inline handinger_curl_multi_function handinger_curl_multi_setopt(void) {
    static void *symbol;
    return (handinger_curl_multi_function)handinger_curl_symbol(&symbol, "curl_multi_setopt");
}

// The name of the first function below that a library lacks; null if it has all.
static inline const char *handinger_curl_missing_symbol(void *library) {
    static const char *const names[] = {
        "curl_global_init", "curl_version_info", "curl_easy_init", "curl_easy_pause", "curl_easy_cleanup",
        "curl_easy_strerror", "curl_easy_setopt", "curl_easy_getinfo", "curl_slist_append", "curl_slist_free_all",
        "curl_multi_init", "curl_multi_add_handle", "curl_multi_remove_handle", "curl_multi_socket_action",
        "curl_multi_info_read", "curl_multi_cleanup", "curl_multi_setopt",
    };
    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        if (dlsym(library, names[index]) == NULL) return names[index];
    }
    return NULL;
}

enum {
    CURL_GLOBAL_DEFAULT = 3,
    CURL_ERROR_SIZE = 256,

    CURLOPT_POST = 47,
    CURLOPT_NOBODY = 44,
    CURLOPT_VERBOSE = 41,
    CURLOPT_FRESH_CONNECT = 74,
    CURLOPT_FORBID_REUSE = 75,
    CURLOPT_HTTP_VERSION = 84,
    CURLOPT_BUFFERSIZE = 98,
    CURLOPT_NOSIGNAL = 99,
    CURLOPT_CONNECTTIMEOUT_MS = 156,
    CURLOPT_PROTOCOLS = 181,
    CURLOPT_TCP_KEEPALIVE = 213,
    CURLOPT_PATH_AS_IS = 234,
    CURLOPT_PIPEWAIT = 237,
    CURLOPT_SUPPRESS_CONNECT_HEADERS = 265,
    CURLOPT_SSLVERSION = 32,
    CURLOPT_PROXY_SSLVERSION = 250,
    CURLOPT_HTTP09_ALLOWED = 285,
    CURLOPT_QUICK_EXIT = 322, // 7.87

    CURLOPT_WRITEDATA = 10001,
    CURLOPT_URL = 10002,
    CURLOPT_PROXY = 10004,
    CURLOPT_READDATA = 10009,
    CURLOPT_ERRORBUFFER = 10010,
    CURLOPT_HTTPHEADER = 10023,
    CURLOPT_SSLCERT = 10025,
    CURLOPT_KEYPASSWD = 10026,
    CURLOPT_HEADERDATA = 10029,
    CURLOPT_CUSTOMREQUEST = 10036,
    CURLOPT_INTERFACE = 10062,
    CURLOPT_CAINFO = 10065,
    CURLOPT_SSLKEY = 10087,
    CURLOPT_DEBUGDATA = 10095,
    CURLOPT_CAPATH = 10097,
    CURLOPT_OPENSOCKETDATA = 10164,
    CURLOPT_COPYPOSTFIELDS = 10165,
    CURLOPT_NOPROXY = 10177,
    CURLOPT_CLOSESOCKETDATA = 10209,
    CURLOPT_UNIX_SOCKET_PATH = 10231,
    CURLOPT_PROXY_CAINFO = 10246,
    CURLOPT_PROXY_CAPATH = 10247,
    CURLOPT_PREREQDATA = 10313,

    CURLOPT_WRITEFUNCTION = 20011,
    CURLOPT_READFUNCTION = 20012,
    CURLOPT_HEADERFUNCTION = 20079,
    CURLOPT_DEBUGFUNCTION = 20094,
    CURLOPT_OPENSOCKETFUNCTION = 20163,
    CURLOPT_CLOSESOCKETFUNCTION = 20208,
    CURLOPT_PREREQFUNCTION = 20312, // 7.80

    CURLOPT_POSTFIELDSIZE_LARGE = 30120,

    CURL_HTTP_VERSION_1_1 = 2,
    CURL_HTTP_VERSION_2 = 3,
    CURL_HTTP_VERSION_2TLS = 4,
    CURL_SSLVERSION_TLSv1_2 = 6,
    CURL_SSLVERSION_TLSv1_3 = 7,
    CURLPROTO_HTTP_HTTPS = 3,

    CURLINFO_HTTP_CONNECTCODE = 0x200000 + 22,
    CURLINFO_OS_ERRNO = 0x200000 + 25,
    CURLINFO_NUM_CONNECTS = 0x200000 + 26,
    CURLINFO_HTTP_VERSION = 0x200000 + 46,
    CURLINFO_PROXY_SSL_VERIFYRESULT = 0x200000 + 47,
    CURLINFO_TEXT = 0,

    CURL_WRITEFUNC_PAUSE = 0x10000001,
    CURL_READFUNC_ABORT = 0x10000000,
    CURL_READFUNC_PAUSE = 0x10000001,
    CURL_PREREQFUNC_OK = 0,
    CURL_PREREQFUNC_ABORT = 1,
    CURLPAUSE_RECV = 1,
    CURLPAUSE_SEND = 4,
    CURL_SOCKET_BAD = -1,

    CURLMOPT_MAXCONNECTS = 6,
    CURLMOPT_MAX_HOST_CONNECTIONS = 7,
    CURLMOPT_MAX_TOTAL_CONNECTIONS = 13,
    CURLMOPT_QUICK_EXIT = 21, // 8.20
    CURLMOPT_SOCKETDATA = 10002,
    CURLMOPT_TIMERDATA = 10005,
    CURLMOPT_SOCKETFUNCTION = 20001,
    CURLMOPT_TIMERFUNCTION = 20004,

    CURLMSG_DONE = 1,
    CURL_SOCKET_TIMEOUT = -1,
    CURL_POLL_IN = 1,
    CURL_POLL_OUT = 2,
    CURL_POLL_REMOVE = 4,
    CURL_CSELECT_IN = 1,
    CURL_CSELECT_OUT = 2,
    CURL_CSELECT_ERR = 4,

    CURLE_OK = 0,
    CURLE_UNSUPPORTED_PROTOCOL = 1,
    CURLE_URL_MALFORMAT = 3,
    CURLE_COULDNT_RESOLVE_PROXY = 5,
    CURLE_COULDNT_RESOLVE_HOST = 6,
    CURLE_COULDNT_CONNECT = 7,
    CURLE_WEIRD_SERVER_REPLY = 8,
    CURLE_HTTP2 = 16,
    CURLE_PARTIAL_FILE = 18,
    CURLE_OUT_OF_MEMORY = 27,
    CURLE_OPERATION_TIMEDOUT = 28,
    CURLE_SSL_CONNECT_ERROR = 35,
    CURLE_BAD_FUNCTION_ARGUMENT = 43,
    CURLE_INTERFACE_FAILED = 45,
    CURLE_GOT_NOTHING = 52,
    CURLE_SEND_ERROR = 55,
    CURLE_RECV_ERROR = 56,
    CURLE_SSL_CERTPROBLEM = 58,
    CURLE_PEER_FAILED_VERIFICATION = 60,
    CURLE_BAD_CONTENT_ENCODING = 61,
    CURLE_SSL_CACERT_BADFILE = 77,
    CURLE_HTTP2_STREAM = 92,
    CURLE_PROXY = 97,
    CURLE_SSL_CLIENTCERT = 98,
    CURLE_TOO_LARGE = 100,
};

// Swift cannot call functions with variable arguments: one wrapper for each kind of argument.

typedef size_t (*handinger_curl_write)(char *bytes, size_t size, size_t count, void *context);
typedef size_t (*handinger_curl_read)(char *buffer, size_t size, size_t count, void *context);
typedef int (*handinger_curl_open)(void *context, int purpose, struct handinger_curl_address *address);
typedef int (*handinger_curl_close)(void *context, int socket);
typedef int (*handinger_curl_before_request)(
    void *context, char *remote, char *local, int remotePort, int localPort);
typedef int (*handinger_curl_debug)(
    CurlEasyHandle handle, int kind, char *text, size_t size, void *context);
typedef int (*handinger_curl_socket)(
    CurlEasyHandle handle, int socket, int what, void *context, void *socketContext);
typedef int (*handinger_curl_timer)(CurlMultiHandle multi, long milliseconds, void *context);

static inline int handinger_curl_set_long(CurlEasyHandle handle, int option, long value) {
    return handinger_curl_easy_setopt()(handle, option, value);
}
static inline int handinger_curl_set_offset(CurlEasyHandle handle, int option, long long value) {
    return handinger_curl_easy_setopt()(handle, option, value);
}
static inline int handinger_curl_set_string(CurlEasyHandle handle, int option, const char *value) {
    return handinger_curl_easy_setopt()(handle, option, value);
}
static inline int handinger_curl_set_pointer(CurlEasyHandle handle, int option, const void *value) {
    return handinger_curl_easy_setopt()(handle, option, value);
}
static inline int handinger_curl_on_write(CurlEasyHandle handle, int option, handinger_curl_write callback) {
    return handinger_curl_easy_setopt()(handle, option, callback);
}
static inline int handinger_curl_on_read(CurlEasyHandle handle, handinger_curl_read callback) {
    return handinger_curl_easy_setopt()(handle, CURLOPT_READFUNCTION, callback);
}
static inline int handinger_curl_on_open(CurlEasyHandle handle, handinger_curl_open callback) {
    return handinger_curl_easy_setopt()(handle, CURLOPT_OPENSOCKETFUNCTION, callback);
}
static inline int handinger_curl_on_close(CurlEasyHandle handle, handinger_curl_close callback) {
    return handinger_curl_easy_setopt()(handle, CURLOPT_CLOSESOCKETFUNCTION, callback);
}
static inline int handinger_curl_on_request(CurlEasyHandle handle, handinger_curl_before_request callback) {
    return handinger_curl_easy_setopt()(handle, CURLOPT_PREREQFUNCTION, callback);
}
static inline int handinger_curl_on_debug(CurlEasyHandle handle, handinger_curl_debug callback) {
    return handinger_curl_easy_setopt()(handle, CURLOPT_DEBUGFUNCTION, callback);
}
static inline int handinger_curl_get_long(CurlEasyHandle handle, int info, long *value) {
    return handinger_curl_easy_getinfo()(handle, info, value);
}
static inline int handinger_curl_multi_set_long(CurlMultiHandle multi, int option, long value) {
    return handinger_curl_multi_setopt()(multi, option, value);
}
static inline int handinger_curl_multi_set_pointer(CurlMultiHandle multi, int option, void *value) {
    return handinger_curl_multi_setopt()(multi, option, value);
}
static inline int handinger_curl_multi_on_socket(CurlMultiHandle multi, handinger_curl_socket callback) {
    return handinger_curl_multi_setopt()(multi, CURLMOPT_SOCKETFUNCTION, callback);
}
static inline int handinger_curl_multi_on_timer(CurlMultiHandle multi, handinger_curl_timer callback) {
    return handinger_curl_multi_setopt()(multi, CURLMOPT_TIMERFUNCTION, callback);
}

#endif
