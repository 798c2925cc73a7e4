letter-greeting = Hola, { $name }:
letter-notice = se notificó este aviso de { $union } y consta en su registro:

    { $text }

    Más información: { $url }
letter-nominations-subject = se abren las candidaturas
letter-nominations = las candidaturas para { $offices } se abren el { $nominations } y están abiertas hasta el { $nominations-until }. Cualquier miembro al día puede proponer a otra persona o a sí mismo. Quién puede presentarse y hasta cuándo está en los estatutos.

    Nadie envió este aviso a tiempo, así que lo envían las propias reglas.

    Cómo proponer: { $url }
letter-election-subject = votación
letter-election = la votación para { $offices } se abre el { $opens } y está abierta hasta el { $closes }. Su credencial llega en una carta aparte; puede votar desde cualquier teléfono u ordenador.

    Nadie envió este aviso a tiempo, así que lo envían las propias reglas.

    Cómo votar y cómo protestar: { $url }
letter-nominated-subject = le han propuesto para un cargo
letter-nominated = alguien le ha propuesto para el cargo: { $office } ({ $election }). Usted decide. Acepte o rechace, por favor: tiene hasta el { $accept }. Sin respuesta la propuesta termina.

    Su respuesta, después de entrar: { $url }
letter-result-subject = se ha declarado el resultado
letter-result = se ha declarado el resultado: { $election }. Quién resultó elegido, con las cuentas, y cómo comprobarlo por su cuenta: { $url }

    Quien crea que algo salió mal puede protestar hasta el { $protest }, en la misma página.
