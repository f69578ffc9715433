<?php
// DOMDocument of PHP (libxml2), with entities replaced and without access to the network.
error_reporting(E_ALL);
ini_set('display_errors', 'stderr');
libxml_use_internal_errors(true);

function answer(string $document): string
{
    if ($document === '') {
        return 'reject empty';
    }
    try {
        $tree = new DOMDocument();
        $taken = $tree->loadXML($document, LIBXML_NONET | LIBXML_NOENT);
        $errors = libxml_get_errors();
        libxml_clear_errors();
        if ($taken) {
            return 'accept';
        }
        $first = $errors[0] ?? null;
        $place = $first ? "@{$first->line}:{$first->column} " : '';
        return 'reject ' . $place . preg_replace('/\s+/', ' ', $first->message ?? 'no reason');
    } catch (Error $error) {
        return 'crash ' . preg_replace('/\s+/', ' ', get_class($error) . ': ' . $error->getMessage());
    }
}

function exactly(int $size): string
{
    $bytes = '';
    while (strlen($bytes) < $size && !feof(STDIN)) {
        $bytes .= fread(STDIN, $size - strlen($bytes));
    }
    return $bytes;
}

if (($argv[1] ?? '') !== '--persistent') {
    $said = answer(stream_get_contents(STDIN));
    fwrite(STDERR, "$said\n");
    exit($said === 'accept' ? 0 : (str_starts_with($said, 'reject') ? 1 : 100));
}
while (strlen($head = exactly(4)) === 4) {
    fwrite(STDOUT, answer(exactly(unpack('V', $head)[1])) . "\n");
    fflush(STDOUT);
}
