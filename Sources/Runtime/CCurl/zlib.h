// The part of zlib's interface that inflates: ABI of libz.so.1, which libcurl.so.4 needs itself. See <zlib.h>.

#ifndef HANDINGER_ZLIB_H
#define HANDINGER_ZLIB_H

struct handinger_z_stream {
    const unsigned char *next_in;
    unsigned int avail_in;
    unsigned long total_in;
    unsigned char *next_out;
    unsigned int avail_out;
    unsigned long total_out;
    const char *msg;
    void *state;
    void *(*zalloc)(void *, unsigned int, unsigned int);
    void (*zfree)(void *, void *);
    void *opaque;
    int data_type;
    unsigned long adler;
    unsigned long reserved;
};

int inflateInit2_(struct handinger_z_stream *stream, int windowBits, const char *version, int streamSize);
int inflate(struct handinger_z_stream *stream, int flush);
int inflateReset2(struct handinger_z_stream *stream, int windowBits);
int inflateEnd(struct handinger_z_stream *stream);

enum {
    Z_OK = 0,
    Z_STREAM_END = 1,
    Z_BUF_ERROR = -5,
    Z_NO_FLUSH = 0,
};

static inline int handinger_inflate_init(struct handinger_z_stream *stream, int windowBits) {
    // Any version that begins with 1 is accepted.
    return inflateInit2_(stream, windowBits, "1", sizeof *stream);
}

#endif
