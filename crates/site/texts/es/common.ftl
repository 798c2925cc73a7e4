## Fechas y números
date-long = { $weekday }, { $day } de { $month } de { $year }
date-plain = { $day } de { $month } de { $year }
date-short = { $day } { $month }
date-and-time = { $date }, { $hour }:{ $minute } { $zone }
date-until = final del { $date } ({ $zone })
time-am = a. m.
time-pm = p. m.
weekday-1 = lunes
weekday-2 = martes
weekday-3 = miércoles
weekday-4 = jueves
weekday-5 = viernes
weekday-6 = sábado
weekday-7 = domingo
month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre
month-short-1 = ene
month-short-2 = feb
month-short-3 = mar
month-short-4 = abr
month-short-5 = may
month-short-6 = jun
month-short-7 = jul
month-short-8 = ago
month-short-9 = sep
month-short-10 = oct
month-short-11 = nov
month-short-12 = dic
in-minutes = { $n ->
    [0] ahora
    [one] en { $n } minuto
   *[other] en { $n } minutos
}
in-hours = { $n ->
    [one] en { $n } hora
   *[other] en { $n } horas
}
in-days = { $n ->
    [one] en { $n } día
   *[other] en { $n } días
}
ago-minutes = { $n ->
    [0] ahora mismo
    [one] hace { $n } minuto
   *[other] hace { $n } minutos
}
ago-hours = { $n ->
    [one] hace { $n } hora
   *[other] hace { $n } horas
}
ago-days = { $n ->
    [one] hace { $n } día
   *[other] hace { $n } días
}

## El marco de todas las páginas
skip-to-content = Ir al contenido
nav-label = Principal
nav-home = Inicio
nav-elections = Elecciones
nav-docket = Lo pendiente
nav-constitution = Estatutos
nav-record = Registro
nav-roll = Padrón
nav-me = Mi afiliación
nav-work = Mis tareas
nav-sign-in = Entrar
nav-sign-out = Salir
nav-language = Idioma
nav-demo = Demostración: entrar en un papel
frame-signed-in = Sesión: { $who }
frame-footer = Todo acto oficial de este sindicato queda en un registro que cualquiera puede comprobar.
frame-footer-check = Cómo comprobarlo
frame-footer-host = Mientras no lo refrenden testigos independientes, quien aloja este registro podría mostrar historias distintas a personas distintas. Compare el punto de control con una compañera o un compañero.
frame-health = ¿Funciona todo?
demo-banner = Esto es una demostración. Las personas y las fechas son inventadas; todo lo demás es real.
