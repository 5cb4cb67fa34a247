<?php
// Contact cards on standard input; the lines that sabre/vobject reads of each as JSON on standard output.
require 'Sabre/VObject/autoload.php';

$read = [];
$cards = new Sabre\VObject\Splitter\VCard(STDIN);
while ($card = $cards->getNext()) {
    $lines = [];
    foreach ($card->children() as $line) {
        $lines[] = [$line->name, $line->value];
    }
    $read[] = [$lines, array_map(fn ($one) => $one['message'], $card->validate())];
}
echo json_encode($read, JSON_THROW_ON_ERROR);
