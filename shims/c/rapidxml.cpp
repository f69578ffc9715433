/* RapidXML, with the checks of closing tags that it leaves out otherwise. */
#include <rapidxml/rapidxml.hpp>
#include "protocol.h"

static const char *parse(char *document, size_t length) {
    static char why[512];
    if (memchr(document, 0, length)) return "a zero, at which it ends";
    try {
        rapidxml::xml_document<> tree;
        tree.parse<rapidxml::parse_full | rapidxml::parse_validate_closing_tags>(document);
        return tree.first_node() ? NULL : "no root";
    } catch (const rapidxml::parse_error &error) {
        snprintf(why, sizeof why, "%s", error.what());
        return why;
    }
}
