/* pugixml, with all that it reads. */
#include <pugixml.hpp>
#include "protocol.h"

static const char *parse(char *document, size_t length) {
    pugi::xml_document tree;
    pugi::xml_parse_result done = tree.load_buffer(document, length, pugi::parse_full);
    if (!done) return done.description();
    return tree.document_element() ? NULL : "no root";
}
