#pragma once

#include <stddef.h>
#include <stdint.h>

/// Counts the newlines of a text with `memchr`.
size_t floor_newlines(const uint8_t *bytes, size_t count);

/// The state of an event stream scanner between two chunks.
typedef struct {
    uint8_t state;
    size_t data_bytes;
    size_t events;
} floor_event_states;

/// Scans an event stream byte by byte and counts events and data bytes without building anything.
void floor_event_stream(floor_event_states *machine, const uint8_t *bytes, size_t count);

/// Parses a document with libyaml and discards its events. Returns their number, or -1 for an error.
long floor_yaml_events(const uint8_t *bytes, size_t count);

/// The number of allocations of the process; 0 if they are not counted.
uint64_t floor_allocations(void);

/// Sends a request `count` times with libcurl alone, `width` at a time, over connections that are kept for the next call.
/// The header fields are lines; a request with a body is a POST, with NULL a GET. Not thread-safe.
/// Returns the number of body bytes received, or -1 for an error or if libcurl.so.4 is missing.
long floor_curl(const char *url, const char *fields, const char *body, int width, long count);

/// Serves HTTP on a free loopback port, which it prints on a line, until standard input ends. `/events/N` and `/flushed/N`
/// return N megabytes of events, batched or one per write; `/ticks/N` an event every N milliseconds; `/bytes/N` N
/// megabytes; any other path a small JSON document. Run it in a separate process, so that its work is not measured.
int floor_serve(void);
