work-key-holder = Custodio de clave de una elección
work-now = Pendiente ahora
work-nothing = Ahora no le espera nada.
work-do = Hacerlo
work-always = En cualquier momento
work-roll = El padrón: buscar, corregir, cargar
