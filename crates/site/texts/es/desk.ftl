desk-title = El programa que trabaja aquí en su navegador
desk-what = Lo que debe quedar en secreto lo hace en su propio navegador un programa pequeño, el «escritorio»: cierra papeletas, crea claves y firma. Este número es su huella (SHA-256). Si una sola letra del programa fuera distinta, el número sería otro.
desk-recorded = El registro del sindicato nombra el mismo número desde el { $since }, y no se puede cambiar sin que se vea.
desk-not-recorded = El registro no nombra este número. No use esta página y avise al comité electoral.
desk-compare = Para comparar: lea el número a alguien que haya abierto esta página en otro lugar, o compárelo con el que publican quienes hacen el programa. Para calcularlo usted, guarde el programa y ejecute:
desk-download = Guardar el programa (desk.wasm)
