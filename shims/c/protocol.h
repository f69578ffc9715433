/* What the adapters in C and C++ have in common: the protocol of `clausal fuzz parser`. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Nothing when a document is taken, else why not. A zero stands after it, which does not count. */
static const char *parse(char *document, size_t length);

static size_t read_all(char **document) {
    size_t length = 0, room = 1 << 16;
    *document = (char *)malloc(room + 1);
    for (;;) {
        if (length == room) *document = (char *)realloc(*document, (room *= 2) + 1);
        size_t count = fread(*document + length, 1, room - length, stdin);
        if (count == 0) return length;
        length += count;
    }
}

static int serve(int count, char **words) {
    char *document = NULL;
    if (count < 2 || strcmp(words[1], "--persistent") != 0) {
        size_t length = read_all(&document);
        document[length] = 0;
        const char *why = parse(document, length);
        if (why) fprintf(stderr, "%s\n", why);
        return why ? 1 : 0;
    }
    /* Only answers go to standard output, whatever a parser prints. */
    FILE *output = fdopen(dup(1), "w");
    dup2(2, 1);
    uint8_t head[4];
    while (fread(head, 1, 4, stdin) == 4) {
        uint32_t size = head[0] | head[1] << 8 | head[2] << 16 | (uint32_t)head[3] << 24;
        size_t length = size & 0x7fffffff;
        /* Its own memory for each, so that reading beyond it can be seen. */
        document = (char *)malloc(length + 1);
        if (fread(document, 1, length, stdin) != length) return 0;
        document[length] = 0;
        if (size >> 31) {
            fputs("unsupported pieces\n", output);
        } else {
            const char *why = parse(document, length);
            if (why) {
                fputs("reject ", output);
                for (; *why; why++) fputc(*why == '\n' || *why == '\r' ? ' ' : *why, output);
                fputc('\n', output);
            } else {
                fputs("accept\n", output);
            }
        }
        fflush(output);
        free(document);
    }
    return 0;
}

int main(int count, char **words) { return serve(count, words); }
