health-works = funciona
health-trouble = con problemas
health-record = El registro
health-record-fine = Admite actos nuevos. El último se registró el { $when }.
health-record-broken = Ahora no admite nada nuevo. Nada de lo respondido se ha perdido; inténtelo más tarde.
health-store = El almacenamiento
health-store-fine = Lo registrado se puede leer.
health-store-broken = Ahora no se puede leer lo registrado.
health-mail = El correo
health-mail-none = Aquí no se ha indicado ningún servidor de correo, así que las cartas esperan. Quien lleva la máquina lo indica con --mail.
health-mail-fine = { $n ->
    [0] Todo está enviado.
    [one] Una carta va en camino.
   *[other] { $n } cartas van en camino.
}
health-mail-waiting = { $n ->
    [one] Una carta espera: el servidor de correo no la admite. Se guarda y se intenta de nuevo.
   *[other] { $n } cartas esperan: el servidor de correo no las admite. Se guardan y se intenta de nuevo.
}
health-mail-broken = No se puede leer la bandeja de salida.
