const kept = {{ kept|tojson }};
importScripts({{ code|tojson }});
