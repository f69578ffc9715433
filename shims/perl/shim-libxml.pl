#!/usr/bin/env perl
# XML::LibXML, with entities replaced and without access to the network.
use strict;
use warnings;
use XML::LibXML;

my $parser = XML::LibXML->new(no_network => 1, expand_entities => 1, load_ext_dtd => 0);

sub answer {
    my ($document) = @_;
    my $tree = eval { $parser->parse_string($document) };
    return 'accept' if $tree;
    my $error = $@;
    my $place = ref $error && $error->can('line') ? '@' . $error->line . ':' . ($error->column || 0) . ' ' : '';
    $error =~ s/\s+/ /g;
    return 'reject ' . $place . substr($error, 0, 400);
}

binmode STDIN;
binmode STDOUT, ':utf8';
if (($ARGV[0] // '') ne '--persistent') {
    local $/;
    my $said = answer(<STDIN>);
    print STDERR "$said\n";
    exit($said eq 'accept' ? 0 : 1);
}
$| = 1;
while (read(STDIN, my $head, 4) == 4) {
    my $size = unpack 'V', $head;
    my $document = '';
    while (length($document) < $size) {
        read(STDIN, $document, $size - length($document), length($document)) or last;
    }
    print answer($document), "\n";
}
