#include "floors.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char json[] = "{\"id\":\"w_1\",\"name\":\"A worker\",\"count\":42,\"isReady\":true}";
static const char event[] = "id: 17\nevent: update\ndata: {\"id\":\"w_1\",\"name\":\"A worker\",\"count\":42,\"isReady\":true}\n\n";
enum { chunk_size = 65536 };

static int write_all(int socket, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(socket, bytes, count);
        if (written <= 0) return -1;
        bytes += written;
        count -= (size_t)written;
    }
    return 0;
}

/// Sends chunks that contain complete events.
static int send_events(int socket, long megabytes) {
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    size_t events = chunk_size / (sizeof event - 1), length = events * (sizeof event - 1);
    char *chunk = malloc(length + 32);
    int start = snprintf(chunk, 32, "%zx\r\n", length), result = write_all(socket, head, sizeof head - 1);
    for (size_t index = 0; index < events; index++) {
        memcpy(chunk + start + index * (sizeof event - 1), event, sizeof event - 1);
    }
    memcpy(chunk + start + length, "\r\n", 2);
    for (long sent = 0; result == 0 && sent < megabytes * 1000000; sent += (long)length) {
        result = write_all(socket, chunk, (size_t)start + length + 2);
    }
    free(chunk);
    return result == 0 ? write_all(socket, "0\r\n\r\n", 5) : -1;
}

/// Sends each event in a separate chunk and write.
static int send_flushed_events(int socket, long megabytes) {
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    char chunk[sizeof event + 32];
    int length = snprintf(chunk, sizeof chunk, "%zx\r\n%s\r\n", sizeof event - 1, event);
    int result = write_all(socket, head, sizeof head - 1);
    for (long sent = 0; result == 0 && sent < megabytes * 1000000; sent += (long)(sizeof event - 1)) {
        result = write_all(socket, chunk, (size_t)length);
    }
    return result == 0 ? write_all(socket, "0\r\n\r\n", 5) : -1;
}

/// Sends an event at an interval until the client disconnects. Streams are staggered instead of all sending at once.
static int send_ticks(int socket, long milliseconds) {
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    static atomic_uint streams;
    struct timespec interval = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    long first = atomic_fetch_add(&streams, 1) % 500 * milliseconds / 500;
    struct timespec wait = {first / 1000, first % 1000 * 1000000};
    char chunk[sizeof event + 32];
    int length = snprintf(chunk, sizeof chunk, "%zx\r\n%s\r\n", sizeof event - 1, event);
    int result = write_all(socket, head, sizeof head - 1);
    while (result == 0) {
        nanosleep(&wait, NULL);
        wait = interval;
        result = write_all(socket, chunk, (size_t)length);
    }
    return -1;
}

static int send_bytes(int socket, long megabytes) {
    char head[128], *chunk = calloc(1, chunk_size);
    long left = megabytes * 1000000;
    int length = snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Length: %ld\r\n\r\n", left);
    int result = write_all(socket, head, (size_t)length);
    while (result == 0 && left > 0) {
        size_t count = left < chunk_size ? (size_t)left : chunk_size;
        result = write_all(socket, chunk, count);
        left -= (long)count;
    }
    free(chunk);
    return result;
}

static int answer(int socket, const char *request) {
    char head[256];
    if (!strncmp(request, "GET /events/", 12)) return send_events(socket, strtol(request + 12, NULL, 10));
    if (!strncmp(request, "GET /flushed/", 13)) return send_flushed_events(socket, strtol(request + 13, NULL, 10));
    if (!strncmp(request, "GET /ticks/", 11)) return send_ticks(socket, strtol(request + 11, NULL, 10));
    if (!strncmp(request, "GET /bytes/", 11)) return send_bytes(socket, strtol(request + 11, NULL, 10));
    int length = snprintf(
        head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
        sizeof json - 1, json);
    return write_all(socket, head, (size_t)length);
}

/// The length of a request: its head and the bytes of its Content-Length. 0 while the head is incomplete.
static size_t request_length(const char *request) {
    const char *end = strstr(request, "\r\n\r\n"), *line = request;
    size_t body = 0;
    if (!end) return 0;
    while ((line = strchr(line, '\n')) && line++ < end) {
        if (!strncasecmp(line, "Content-Length:", 15)) body = strtoul(line + 15, NULL, 10);
    }
    return (size_t)(end - request) + 4 + body;
}

static void *serve(void *argument) {
    int socket = (int)(intptr_t)argument, one = 1;
    char request[16384];
    size_t length = 0, end;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    while (length < sizeof request - 1) {
        ssize_t count = read(socket, request + length, sizeof request - 1 - length);
        if (count <= 0) break;
        length += (size_t)count;
        request[length] = 0;
        end = request_length(request);
        if (end == 0 || length < end) continue;
        if (answer(socket, request) != 0) break;
        length = 0;
    }
    close(socket);
    return NULL;
}

static void *wait_for_end(void *unused) {
    char byte;
    while (read(0, &byte, 1) > 0) {}
    _exit(0);
    return unused;
}

int floor_serve(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    pthread_t thread;
    pthread_attr_t attributes;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    signal(SIGPIPE, SIG_IGN);
    if (bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, 4096) != 0) return 1;
    getsockname(listener, (struct sockaddr *)&address, &size);
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 128 << 10);
    pthread_create(&thread, &attributes, wait_for_end, NULL);
    while (1) {
        int connection = accept(listener, NULL, NULL);
        if (connection < 0) return 1;
        pthread_create(&thread, &attributes, serve, (void *)(intptr_t)connection);
        pthread_detach(thread);
    }
}
