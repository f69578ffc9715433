// The parsers of the JDK, by name: sax, stax or dom. `java Shim.java sax --persistent`

import java.io.*;
import javax.xml.XMLConstants;
import javax.xml.parsers.*;
import javax.xml.stream.*;
import org.xml.sax.*;
import org.xml.sax.ext.DefaultHandler2;

public class Shim {
    interface Parser {
        void parse(byte[] document) throws Exception;
    }

    /** Every external entity is the empty file that documents mean. */
    static final class Quiet extends DefaultHandler2 {
        @Override
        public InputSource resolveEntity(String name, String publicId, String base, String systemId) {
            return new InputSource(new ByteArrayInputStream(new byte[0]));
        }

        @Override
        public InputSource resolveEntity(String publicId, String systemId) {
            return new InputSource(new ByteArrayInputStream(new byte[0]));
        }

        @Override
        public void fatalError(SAXParseException error) throws SAXException {
            throw error;
        }
    }

    static Parser named(String name) throws Exception {
        switch (name) {
            case "sax": {
                SAXParserFactory factory = SAXParserFactory.newInstance();
                factory.setNamespaceAware(true);
                return document ->
                        factory.newSAXParser().parse(new ByteArrayInputStream(document), new Quiet());
            }
            case "dom": {
                DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
                factory.setNamespaceAware(true);
                return document -> {
                    DocumentBuilder builder = factory.newDocumentBuilder();
                    builder.setEntityResolver(new Quiet());
                    builder.setErrorHandler(new Quiet());
                    builder.parse(new ByteArrayInputStream(document));
                };
            }
            case "stax": {
                XMLInputFactory factory = XMLInputFactory.newInstance();
                factory.setXMLResolver((a, b, c, d) -> new ByteArrayInputStream(new byte[0]));
                return document -> {
                    XMLStreamReader reader =
                            factory.createXMLStreamReader(new ByteArrayInputStream(document));
                    while (reader.hasNext()) reader.next();
                    reader.close();
                };
            }
            default:
                throw new IllegalArgumentException("one of sax, stax, dom");
        }
    }

    static String answer(Parser parser, byte[] document) {
        try {
            parser.parse(document);
            return "accept";
        } catch (SAXException | XMLStreamException | IOException error) {
            return "reject " + line(error);
        } catch (Throwable error) {
            // What is thrown without being declared is no opinion.
            return "crash " + line(error);
        }
    }

    static String line(Throwable error) {
        return error.toString().replaceAll("\\s+", " ");
    }

    public static void main(String[] args) throws Exception {
        Parser parser = named(args.length > 0 ? args[0] : "sax");
        DataInputStream input = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
        PrintStream output = new PrintStream(new FileOutputStream(FileDescriptor.out), false, "UTF-8");
        System.setOut(System.err);
        if (args.length < 2 || !args[1].equals("--persistent")) {
            String answer = answer(parser, input.readAllBytes());
            System.err.println(answer);
            System.exit(answer.startsWith("accept") ? 0 : answer.startsWith("reject") ? 1 : 100);
        }
        byte[] head = new byte[4];
        while (input.readNBytes(head, 0, 4) == 4) {
            int size = head[0] & 255 | (head[1] & 255) << 8 | (head[2] & 255) << 16 | head[3] << 24;
            String answer = answer(parser, input.readNBytes(size));
            output.write((answer + "\n").getBytes("UTF-8"));
            output.flush();
        }
    }
}
