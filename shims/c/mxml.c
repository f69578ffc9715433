/* Mini-XML. */
#include <mxml.h>
#include "protocol.h"

static char why[512];

static void failed(const char *message) { snprintf(why, sizeof why, "%s", message); }

static const char *parse(char *document, size_t length) {
    if (memchr(document, 0, length)) return "a zero, at which it ends";
    why[0] = 0;
    mxmlSetErrorCallback(failed);
    mxml_node_t *tree = mxmlLoadString(NULL, document, MXML_OPAQUE_CALLBACK);
    if (tree) mxmlDelete(tree);
    if (why[0]) return why;
    return tree ? NULL : "no tree";
}
