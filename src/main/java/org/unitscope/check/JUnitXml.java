package org.unitscope.check;

import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.unitscope.run.TensorRecord;

/// A result as JUnit XML, as Jenkins and GitLab read it: a `testsuite` a rule, a `testcase` a
/// tensor of it, `classname` policy and rule, `name` tensor and role. A break of severity `error`
/// is a `failure`; JUnit has no warnings, so a warning is a passed case that says so in
/// `system-out`. A rule that may match nothing and does is `skipped`. Times are 0: nothing ran.
///
/// There is no standard; these are the elements and attributes that `junit-10.xsd` of the Jenkins
/// xUnit plugin has. GitLab tells cases apart by `classname` and `name`, which are unique here, and
/// some of its versions show the text of a failure but not its `message`, so both say all (GitLab
/// issues 299086, 50964 and 53668).
public final class JUnitXml {
    private static final String NOTHING = "the rule as a whole";

    private final XMLStreamWriter xml;
    private final String policy;

    private JUnitXml(XMLStreamWriter xml, String policy) {
        this.xml = xml;
        this.policy = policy;
    }

    /// The document.
    public static String of(CheckResult result) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter writer = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            new JUnitXml(writer, result.policy().name()).write(result);
            writer.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("a string cannot fail to be written", impossible);
        }
        return text.append('\n').toString();
    }

    private void write(CheckResult result) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        line(0);
        xml.writeStartElement("testsuites");
        attribute("name", policy);
        for (RuleResult rule : result.rules()) {
            suite(rule);
        }
        line(0);
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void suite(RuleResult rule) throws XMLStreamException {
        List<Case> cases = cases(rule);
        line(1);
        xml.writeStartElement("testsuite");
        attribute("name", policy + "." + rule.rule().name());
        attribute("tests", Integer.toString(cases.size()));
        attribute("failures", Long.toString(cases.stream().filter(Case::fails).count()));
        attribute("errors", "0");
        attribute("skipped", rule.state().equals("skipped") ? "1" : "0");
        attribute("time", "0");
        for (Case one : cases) {
            write(one, rule);
        }
        line(1);
        xml.writeEndElement();
    }

    /// A tensor, or the rule as a whole, and what was found of it.
    private record Case(String name, List<Finding> findings, Numbers numbers) {
        boolean fails() {
            return findings.stream().anyMatch(one -> one.severity() == Severity.ERROR);
        }

        String text() {
            return findings.stream()
                    .map(one -> new FindingText(one, numbers).sentence())
                    .collect(Collectors.joining("\n"));
        }
    }

    /// The tensors matched, those absent, and the rule as a whole where something is found of it or
    /// it has no tensor.
    private static List<Case> cases(RuleResult rule) {
        Numbers numbers = rule.rule().numbers();
        List<Case> cases =
                rule.matched().stream()
                        .map(tensor -> new Case(name(tensor), rule.of(tensor.key()), numbers))
                        .collect(Collectors.toList());
        for (Finding finding : rule.findings()) {
            if (finding.kind() == Finding.Kind.ABSENT) {
                String name = finding.tensor().map(JUnitXml::name).orElse(NOTHING);
                cases.add(new Case(name + " (baseline)", List.of(finding), numbers));
            }
        }
        List<Finding> whole =
                rule.findings().stream().filter(one -> one.tensor().isEmpty()).toList();
        if (cases.isEmpty() || !whole.isEmpty()) {
            cases.add(new Case(NOTHING, whole, numbers));
        }
        return cases;
    }

    private static String name(TensorRecord tensor) {
        return tensor.path() + " " + tensor.key().role().symbol();
    }

    private void write(Case one, RuleResult rule) throws XMLStreamException {
        line(2);
        xml.writeStartElement("testcase");
        attribute("classname", policy + "." + rule.rule().name());
        attribute("name", one.name());
        attribute("time", "0");
        if (one.fails()) {
            xml.writeStartElement("failure");
            attribute("message", one.text().lines().findFirst().orElse(""));
            attribute("type", one.findings().getFirst().kind().label());
            xml.writeCharacters(legal(one.text()));
            xml.writeEndElement();
        } else if (!one.findings().isEmpty()) {
            xml.writeStartElement("system-out");
            xml.writeCharacters(legal("warning: " + one.text()));
            xml.writeEndElement();
        } else if (rule.state().equals("skipped")) {
            xml.writeEmptyElement("skipped");
            attribute("message", "the rule matches no tensor, which it may");
        }
        xml.writeEndElement();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, legal(value));
    }

    private void line(int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }

    /// XML 1.0 has no control characters but three, and no half surrogates, not even escaped.
    private static String legal(String text) {
        return text.codePoints()
                .map(c -> isLegal(c) ? c : '\uFFFD')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isLegal(int c) {
        boolean isText = (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD);
        return isText || c == '\t' || c == '\n' || c == '\r' || c >= 0x10000;
    }
}
