/* TinyXML-2. */
#include <tinyxml2.h>
#include "protocol.h"

static const char *parse(char *document, size_t length) {
    tinyxml2::XMLDocument tree;
    tree.Parse(document, length);
    static char why[512];
    if (tree.Error()) {
        snprintf(why, sizeof why, "%s", tree.ErrorStr());
        return why;
    }
    return tree.RootElement() ? NULL : "no root";
}
