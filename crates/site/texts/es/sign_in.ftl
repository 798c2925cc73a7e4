sign-in-title = Entrar
sign-in-link = Con un enlace por correo
sign-in-address = Su correo electrónico
sign-in-address-hint = el que el sindicato tiene de usted
sign-in-address-odd = Esto no parece una dirección de correo. Mírela otra vez.
sign-in-send = Enviarme un enlace
sign-in-sent = Si esta dirección está en el padrón, un enlace va en camino. Sirve una sola vez y durante una hora. ¿No llegó nada? Pregunte a la secretaría qué dirección tiene de usted.
sign-in-passkey = Con una llave de acceso
sign-in-passkey-what = La llave de acceso está en su teléfono u ordenador y se abre con su dedo, su cara o un código. Puede crear una en la página de su afiliación.
sign-in-passkey-use = Usar una llave de acceso
sign-in-passkey-unknown = Esta llave de acceso no se conoce aquí o no se aceptó. Entre con un enlace y cree una nueva.
sign-in-key = Con la clave de un cargo
sign-in-key-what = Para cargos, comités y custodios que guardan su clave en un archivo.
sign-in-key-use = Usar esta clave
sign-in-key-wrong = No es un archivo de clave de este sindicato, o es de otro sitio.
sign-in-key-unknown = Esta clave no está en vigor. Dos cargos tienen que comparar su huella y admitirla.
sign-in-needs-script = Esto necesita JavaScript, que aquí está desactivado. El enlace por correo funciona sin él.
sign-in-link-used = Este enlace ya se usó o tiene más de una hora. Pida otro.
sign-in-one-step = Un paso más
sign-in-one-step-why = Pulse el botón para entrar. El enlace sirve una sola vez, y este paso evita que lo gaste un programa de correo.
letter-link-subject = Su enlace para { $union }
letter-link = Hola, { $name }:

    Este enlace le abre { $union }. Sirve una vez y durante { $minutes } minutos:

    { $link }

    Si no lo pidió, no haga nada. Nadie puede entrar sin él.
letter-check = Para comprobar que esta carta es auténtica: la dirección del sitio es { $url } y nunca pide por correo una credencial de voto.
