#pragma once

#include <stddef.h>
#include <stdint.h>

/// The newlines of a text, as `memchr` finds them.
size_t floor_newlines(const uint8_t *bytes, size_t count);

/// Where the byte state machine of an event stream stands between two chunks.
typedef struct {
    uint8_t state;
    size_t data_bytes;
    size_t events;
} floor_event_states;

/// Goes through an event stream byte by byte and counts events and the bytes of their data; builds nothing.
void floor_event_stream(floor_event_states *machine, const uint8_t *bytes, size_t count);

/// Has libyaml emit the events of a document and drops them. Returns how many there are, or -1 for a fault.
long floor_yaml_events(const uint8_t *bytes, size_t count);

/// How many blocks of memory the process has asked for; 0 where that is not counted.
uint64_t floor_allocations(void);

/// Sends a request `count` times with libcurl alone, `width` at a time, over connections that are kept for the next call.
/// The header fields are lines; with a body the request is a POST, with NULL a GET. One thread at a time may call this.
/// Returns how many bytes the bodies of the responses had, or -1 for a fault or where there is no libcurl.so.4.
long floor_curl(const char *url, const char *fields, const char *body, int width, long count);

/// Answers HTTP requests on a port of the loopback that the system chooses, which it prints on a line, until the standard
/// input ends: `/events/N` and `/flushed/N` with N megabytes of events, together or each in a write of its own, `/ticks/N`
/// with an event each N milliseconds, `/bytes/N` with N megabytes, anything else with a small document of JSON.
/// Meant for a process of its own, so that its work is not counted as the client's.
int floor_serve(void);
