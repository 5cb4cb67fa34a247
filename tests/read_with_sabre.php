<?php
// Calendars as JSON of base64 on standard input; what sabre/vobject reads of each as JSON on standard output.
require 'Sabre/VObject/autoload.php';

function lines($component) {
    $found = [];
    foreach ($component->children() as $line) {
        if ($line instanceof Sabre\VObject\Property) {
            $params = [];
            foreach ($line->parameters as $parameter) {
                $params[$parameter->name] = $parameter->value;
            }
            $found[] = [$line->name, (object) $params, $line->value];
        }
    }
    return $found;
}

$read = [];
foreach (json_decode(stream_get_contents(STDIN)) as $text) {
    $calendar = Sabre\VObject\Reader::read(base64_decode($text));
    $events = [];
    foreach ($calendar->select('VEVENT') as $event) {
        $events[] = lines($event);
    }
    $read[] = [lines($calendar), array_values($events)];
}
echo json_encode($read, JSON_THROW_ON_ERROR);
