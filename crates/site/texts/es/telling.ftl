role-key-holder = Custodio de clave { $n }
role-member = Afiliado { $id }
actor-host = Un miembro, según quien aloja el registro
actor-host-itself = Quienes llevan el sitio, sobre sí mismos
actor-clock = El reloj
election-name = Elección de { $plan ->
    [officers] cargos
   *[other] { $plan }
}, n.º { $number }
standing-good = al corriente
standing-not-good = no al corriente
channel-post = por correo
channel-email = por correo electrónico
channel-board = en el tablón
channel-other = de otro modo
tell-found = Se funda el sindicato y se adoptan sus estatutos.
tell-desk = Desde ahora, los navegadores reciben el programa de voto (el «escritorio») cuyo resumen es { $digest }.
tell-key-admit = Se admite una clave para: { $role }.
tell-key-revoke = Se revoca una clave.
tell-key-fingerprint = Su huella es { $fingerprint }.
tell-roll-load = Entra en vigor un padrón de { $members } miembros, { $good } de ellos al corriente.
tell-call = Se convoca: { $election }. La votación se abre el { $date }.
tell-appoint = Se nombran { $n } custodios de clave para: { $election }.
tell-appoint-one = El custodio { $n } tiene la clave { $fingerprint }.
tell-notice-nominations = Se notificó el plazo de candidaturas de: { $election }.
tell-notice-election = Se notificó: { $election }.
tell-sent = { $n } { $channel }.
tell-nominate = Se propone a alguien en { $election } para: { $office }.
tell-accept = Se acepta una propuesta en { $election }; el nombre puede figurar en la papeleta.
tell-accept-statement = Se acepta una candidatura en { $election }; el nombre puede figurar en la papeleta, con una declaración a quienes votan.
tell-decline = Se rechaza una propuesta en { $election }.
tell-eligibility = Se comprueban los hechos sobre una persona propuesta en { $election }.
tell-finding = { $months ->
    [one] Miembro desde hace { $months } mes
   *[other] Miembro desde hace { $months } meses
}, { $standing }.
tell-freeze = Se cierra el censo de { $election }: pueden votar { $n } miembros.
tell-present = El custodio { $n } presenta su parte de la clave de { $election }.
tell-set-ballot = Queda fijada la papeleta de { $election }: candidaturas, claves y credenciales ya no cambian.
tell-ballots = { $election } tiene { $n ->
    [one] { $n } papeleta
   *[other] { $n } papeletas
} en la urna.
tell-share = El custodio { $n } abre su parte del resultado de { $election }.
tell-protest = Se presenta una impugnación de { $election }.
tell-protest-upheld = Se estima una impugnación de { $election }: la elección es nula y se repite.
tell-protest-rejected = No se estima una impugnación de { $election }.
tell-certify = Se certifica el resultado de { $election }.
tell-elapse = { $election }: ha terminado el plazo de este paso: { $step }.
tell-tally = { $n ->
    [one] Cuenta { $n } papeleta
   *[other] Cuentan { $n } papeletas
}, una por votante.
tell-result = Se proclama el resultado.
step-call = convocar la elección
step-nomination-notice = aviso de candidaturas
step-nominate = candidaturas
step-accept = aceptar candidaturas
step-eligibility = quién puede presentarse
step-freeze = cierre del censo
step-keys = creación de las claves
step-ballot = preparación de la papeleta
step-notice = aviso de la elección
step-open = apertura de la votación
step-close = cierre de la votación
step-tally = suma de las papeletas cifradas
step-decrypt = apertura del resultado
step-result = proclamación del resultado
step-protest = impugnaciones
step-decide-protest = resolución de impugnaciones
step-certify = certificación del resultado
step-install = toma de posesión
step-retain = conservación de los documentos
bearer-key-holders = Cada custodio de clave
bearer-members = Cualquier miembro
bearer-nominees = La persona propuesta
tell-process-begin = Empieza: { $process }.
tell-process-for = { $process }: hecho, o sí.
tell-process-against = { $process }: no.
tell-process-put-off = Se pide aplazar: { $process }.
tell-process-elapse = { $process }: ha terminado el plazo de este paso.
process-complaint = Queja
process-complaint-about = Queja sobre un cargo: { $who }
process-petition = Petición
process-recall = Revocación
process-recall-about = Revocación de un cargo: { $who }
process-vacancy = Cargo vacante
process-vacancy-about = Cargo vacante: { $who }
process-promise = Promesa vencida
process-accounts = Informe sobre el dinero
process-amendment = Cambio de los estatutos
process-protest = Impugnación
process-election = Elección
process-election-about = Elección: { $who }
process-first-election = Primera elección
process-first-election-about = Primera elección: { $who }
process-duty = Deber
process-publication = Informe
process-meeting = Asamblea
process-referendum = Votación de todos los miembros
process-removal-for-cause = Destitución
process-removal-for-cause-about = Destitución de un cargo: { $who }
process-hearing = Cargos contra un miembro
process-appeal = Apelación
process-interpretation = Pregunta sobre lo que dicen los estatutos
process-emergency = Emergencia
process-filing = Informe a las autoridades
process-finance = Revisión de los libros
process-bargaining = Negociación colectiva
process-retention = Conservación de documentos
process-conflict-of-interest = Declaración de intereses
process-sortition = Sorteo
bearer-everybody = Los miembros
bearer-nobody = nadie (las reglas no nombran a nadie)
span-hours = { $n ->
    [one] { $n } hora
   *[other] { $n } horas
}
span-days = { $n ->
    [one] { $n } día
   *[other] { $n } días
}
span-business-days = { $n ->
    [one] { $n } día hábil
   *[other] { $n } días hábiles
}
span-months = { $n ->
    [one] { $n } mes
   *[other] { $n } meses
}
span-years = { $n ->
    [one] { $n } año
   *[other] { $n } años
}
tell-process-text = El texto nuevo es el que tiene el resumen { $digest }.
process-in-promise-status = Cómo van las promesas
process-in-promise-status-about = Cómo van las promesas de un cargo: { $who }
process-in-complaint-interim = Separar a las personas mientras hay una queja abierta
process-in-complaint-members = Queja sobre un miembro
process-in-emergency-report = Informe sobre una emergencia
process-in-finance-audit = Revisión de los libros
process-in-finance-dues = Cambio de las cuotas
process-in-finance-assessments = Cuota extraordinaria
process-in-bargaining-ratification = Votación de un convenio
process-in-bargaining-strike = Votación de una huelga
process-in-publication-rights = Informar a los miembros de sus derechos
process-in-publication-minutes = Actas para todos los miembros
process-conflict-of-interest-about = Declaración de intereses de un cargo: { $who }
process-sortition-about = Sorteo: { $who }
