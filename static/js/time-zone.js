// The time zone of this browser is the likely one, where nobody has chosen any.
const field = document.querySelector("form[data-fresh] select[name=zone]");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const known = field && [...field.options].some((option) => option.value === here);
if (known) field.value = here;
