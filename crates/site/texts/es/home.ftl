home-not-founded = Este sindicato aún no está fundado. Su registro comenzará con ese acto.
home-title = Inicio
home-lead = { $members } miembros, { $good } de ellos al corriente, se gobiernan aquí.
home-voting-open = La votación está abierta
home-vote-now = Votar ahora
home-until = hasta el { $when }
home-look = Ver esta elección
home-due = Lo próximo pendiente
home-due-none = Ahora no hay nada pendiente.
home-due-all = Todo lo pendiente
home-late = fuera de plazo
home-offices = Quién ocupa los cargos
home-office = Cargo
home-holder = Titular
home-until-head = Hasta
home-vacant = { $n ->
    [one] vacante
   *[other] { $n } puestos vacantes
}
home-name-erased = El nombre ya no se conserva
home-latest = Lo último que ha pasado
home-latest-all = El registro completo
