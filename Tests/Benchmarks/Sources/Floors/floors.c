#include "floors.h"

#include <string.h>
#include <yaml.h>

size_t floor_newlines(const uint8_t *bytes, size_t count) {
    size_t lines = 0;
    const uint8_t *end = bytes + count;
    while (bytes < end) {
        const uint8_t *found = memchr(bytes, '\n', (size_t)(end - bytes));
        if (!found) break;
        lines += 1;
        bytes = found + 1;
    }
    return lines;
}

enum { line_start, in_field, after_d, after_da, after_dat, after_data, in_data, skipping };

void floor_event_stream(floor_event_states *machine, const uint8_t *bytes, size_t count) {
    uint8_t state = machine->state;
    size_t data = machine->data_bytes, events = machine->events;
    for (size_t index = 0; index < count; index++) {
        uint8_t byte = bytes[index];
        if (byte == '\n') {
            if (state == line_start) events += 1;
            state = line_start;
            continue;
        }
        switch (state) {
        case line_start: state = byte == 'd' ? after_d : skipping; break;
        case after_d: state = byte == 'a' ? after_da : skipping; break;
        case after_da: state = byte == 't' ? after_dat : skipping; break;
        case after_dat: state = byte == 'a' ? after_data : skipping; break;
        case after_data: state = byte == ':' ? in_data : skipping; break;
        case in_data: data += 1; break;
        default: break;
        }
    }
    machine->state = state;
    machine->data_bytes = data;
    machine->events = events;
}

long floor_yaml_events(const uint8_t *bytes, size_t count) {
    yaml_parser_t parser;
    yaml_event_t event;
    long events = 0;
    int is_done = 0;
    if (!yaml_parser_initialize(&parser)) return -1;
    yaml_parser_set_input_string(&parser, bytes, count);
    while (!is_done) {
        if (!yaml_parser_parse(&parser, &event)) {
            events = -1;
            break;
        }
        events += 1;
        is_done = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return events;
}
