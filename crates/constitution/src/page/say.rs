//! What the page itself says, in each language it speaks. The words of the constitution, the sentences of its rules and
//! the findings stay in the language they are written in.

use crate::lint::Severity;
use jiff::civil::Date;

/// The page's own words in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The language's tag.
    pub language: &'static str,
    months: [&'static str; 12],
    /// Day, month and year put together: `{d}`, `{m}`, `{y}`.
    date: &'static str,
    severities: [(&'static str, &'static str); 4],
    pub(super) found: &'static str,
    pub(super) clear: &'static str,
    pub(super) modest: &'static str,
    pub(super) could_happen: &'static str,
    pub(super) would_mend: &'static str,
    pub(super) articles: &'static str,
    pub(super) one_finding: &'static str,
    pub(super) findings: &'static str,
    pub(super) rules_say: &'static str,
    pub(super) prose_only: &'static str,
    pub(super) rules: &'static str,
    pub(super) held_against: &'static str,
    pub(super) as_of: &'static str,
    pub(super) fingerprint: &'static str,
    pub(super) worked_out: &'static str,
    pub(super) how: &'static str,
    pub(super) columns: [&'static str; 5],
    pub(super) promises: &'static str,
    pub(super) promises_how: &'static str,
    pub(super) promise_columns: [&'static str; 3],
    pub(super) captured: &'static str,
    pub(super) needs: &'static str,
    pub(super) conflict: &'static str,
}

/// English.
pub static ENGLISH: Words = Words {
    language: "en",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    date: "{d} {m} {y}",
    severities: [
        ("Law", "likely in conflict with a legal floor"),
        ("Broken", "defeats its own promise"),
        ("Guidance", "the authorities advise otherwise"),
        ("Advice", "could be better"),
    ],
    found: "What was found",
    clear: "Nothing was found. That says that no check of this program objects; it does not say that the law has no objection.",
    modest: "This is no legal advice. A finding says what is likely, and where to read more.",
    could_happen: "What could happen:",
    would_mend: "What would mend it:",
    articles: "Articles",
    one_finding: "1 finding",
    findings: "{n} findings",
    rules_say: "What its rules say",
    prose_only: "Words only: people apply this article.",
    rules: "Rules",
    held_against: "Held against {profile}",
    as_of: "As of {date}",
    fingerprint: "Fingerprint of this text:",
    worked_out: "Worked out: the election of {name}, day by day",
    how: "If its call opens on {first}, and everybody takes all the time the rules give them, the winners take office on {last}: \
          {days} days. Whoever acts sooner makes it shorter.",
    columns: ["From", "At the latest", "What", "Who", "Where in the whole"],
    promises: "How many people would it take?",
    promises_how: "What could be done to members by people who keep to these rules and want it badly. Worked out from the rules, for \
                   every combination of people; a bar for each number of them, the last with an arrow where it is for ever.",
    promise_columns: ["What could be done", "Who can", "Otherwise it takes"],
    captured: "Deciding it against whoever asked:",
    needs: "What members could still do:",
    conflict: "Likely in conflict with ",
};

/// Spanish.
pub static SPANISH: Words = Words {
    language: "es",
    months: [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    date: "{d} de {m} de {y}",
    severities: [
        ("Ley", "probablemente en conflicto con un mínimo legal"),
        ("Roto", "incumple su propia promesa"),
        ("Orientación", "las autoridades aconsejan otra cosa"),
        ("Consejo", "podría ser mejor"),
    ],
    found: "Lo que se encontró",
    clear: "No se encontró nada. Eso dice que ninguna comprobación de este programa objeta; no dice que la ley no tenga objeción.",
    modest: "Esto no es asesoría legal. Un hallazgo dice lo que es probable y dónde leer más.",
    could_happen: "Lo que podría pasar:",
    would_mend: "Lo que lo arreglaría:",
    articles: "Artículos",
    one_finding: "1 hallazgo",
    findings: "{n} hallazgos",
    rules_say: "Lo que dicen sus reglas",
    prose_only: "Solo palabras: este artículo lo aplican personas.",
    rules: "Reglas",
    held_against: "Comparado con {profile}",
    as_of: "A fecha de {date}",
    fingerprint: "Huella de este texto:",
    worked_out: "Calculado: la elección de {name}, día por día",
    how: "Si su convocatoria se abre el {first} y todos usan todo el tiempo que las reglas les dan, quienes ganen toman posesión el \
          {last}: {days} días. Quien actúe antes la hace más corta.",
    columns: ["Desde", "A más tardar", "Qué", "Quién", "Dónde en el conjunto"],
    promises: "¿Cuántas personas harían falta?",
    promises_how: "Lo que podrían hacer a los miembros personas que cumplen estas reglas y lo desean mucho. Calculado a partir de las \
                   reglas, para cada combinación de personas; una barra por cada número de ellas, la última con una flecha cuando es \
                   para siempre.",
    promise_columns: ["Lo que podría hacerse", "Quién puede", "Si no, tarda"],
    captured: "Decidirlo en contra de quien pidió:",
    needs: "Lo que los miembros aún podrían hacer:",
    conflict: "Probablemente en conflicto con ",
};

impl Words {
    /// A day as people write it: `3 November 2026`.
    pub(super) fn day(&self, date: Date) -> String {
        let month = usize::try_from(date.month() - 1)
            .ok()
            .and_then(|at| self.months.get(at))
            .copied()
            .unwrap_or_default();
        fill(self.date, &[("d", &date.day().to_string()), ("m", month), ("y", &date.year().to_string())])
    }

    /// What a severity is called, and what it means.
    pub(super) const fn severity(&self, severity: Severity) -> (&'static str, &'static str) {
        let [law, broken, guidance, advice] = self.severities;
        match severity {
            Severity::Law => law,
            Severity::Broken => broken,
            Severity::Guidance => guidance,
            Severity::Advice => advice,
        }
    }
}

/// A sentence with its gaps filled: `{name}` by what stands for it.
pub(super) fn fill(sentence: &str, gaps: &[(&str, &str)]) -> String {
    gaps.iter().fold(sentence.to_owned(), |text, (gap, with)| text.replace(&format!("{{{gap}}}"), with))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_is_written_as_its_language_does() {
        assert_eq!(ENGLISH.day(date(2026, 11, 3)), "3 November 2026");
        assert_eq!(SPANISH.day(date(2026, 11, 3)), "3 de noviembre de 2026");
    }
}
