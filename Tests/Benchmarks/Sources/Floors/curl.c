#include "floors.h"

#if defined(__linux__) && defined(__GLIBC__)
#include <stdlib.h>
#include <string.h>

// The used declarations of <curl/curl.h> and <curl/multi.h>, so that a build needs no development files. All of them
// belong to the ABI of libcurl.so.4.
typedef struct curl_easy CURL;
typedef struct curl_multi CURLM;
struct curl_slist;
struct curl_message {
    int kind;
    CURL *handle;
    union {
        void *whatever;
        int code;
    } result;
};

int curl_global_init(long flags);
CURL *curl_easy_init(void);
int curl_easy_setopt(CURL *handle, int option, ...);
void curl_easy_cleanup(CURL *handle);
struct curl_slist *curl_slist_append(struct curl_slist *list, const char *text);
void curl_slist_free_all(struct curl_slist *list);
CURLM *curl_multi_init(void);
int curl_multi_add_handle(CURLM *multi, CURL *handle);
int curl_multi_remove_handle(CURLM *multi, CURL *handle);
int curl_multi_perform(CURLM *multi, int *running);
int curl_multi_poll(CURLM *multi, void *descriptors, unsigned count, int milliseconds, int *ready);
struct curl_message *curl_multi_info_read(CURLM *multi, int *remaining);

enum {
    global_default = 3,
    option_no_signal = 99,
    option_write_data = 10001,
    option_url = 10002,
    option_post_fields = 10015,
    option_header = 10023,
    option_write_function = 20011,
};

static size_t count_bytes(char *bytes, size_t size, size_t count, void *total) {
    (void)bytes;
    *(long *)total += (long)(size * count);
    return size * count;
}

static struct curl_slist *make_fields(const char *lines) {
    struct curl_slist *fields = NULL;
    char *copy = strdup(lines), *rest = copy, *line;
    while ((line = strsep(&rest, "\n"))) fields = curl_slist_append(fields, line);
    free(copy);
    return fields;
}

static CURL *make_handle(const char *url, struct curl_slist *fields, const char *body, long *total) {
    CURL *handle = curl_easy_init();
    curl_easy_setopt(handle, option_no_signal, 1L);
    curl_easy_setopt(handle, option_url, url);
    curl_easy_setopt(handle, option_header, fields);
    curl_easy_setopt(handle, option_write_function, count_bytes);
    curl_easy_setopt(handle, option_write_data, total);
    if (body) curl_easy_setopt(handle, option_post_fields, body);
    return handle;
}

long floor_curl(const char *url, const char *fields, const char *body, int width, long count) {
    // Keep the handle, which owns the connections.
    static CURLM *multi;
    CURL *handles[width];
    struct curl_slist *list = make_fields(fields);
    long total = 0, started = 0, finished = 0;
    int running = 0, remaining;
    if (!multi) {
        curl_global_init(global_default);
        multi = curl_multi_init();
    }
    for (int index = 0; index < width; index++) {
        handles[index] = make_handle(url, list, body, &total);
        if (started < count) curl_multi_add_handle(multi, handles[index]);
        started += 1;
    }
    while (finished < count && total >= 0) {
        struct curl_message *message;
        curl_multi_perform(multi, &running);
        while ((message = curl_multi_info_read(multi, &remaining))) {
            CURL *handle = message->handle;
            if (message->result.code != 0) total = -1;
            curl_multi_remove_handle(multi, handle);
            finished += 1;
            if (started < count) curl_multi_add_handle(multi, handle);
            started += 1;
        }
        if (finished < count) curl_multi_poll(multi, NULL, 0, 1000, NULL);
    }
    for (int index = 0; index < width; index++) {
        curl_multi_remove_handle(multi, handles[index]);
        curl_easy_cleanup(handles[index]);
    }
    curl_slist_free_all(list);
    return total;
}
#else
long floor_curl(const char *url, const char *fields, const char *body, int width, long count) {
    return -1;
}
#endif
