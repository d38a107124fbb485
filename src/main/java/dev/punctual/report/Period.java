package dev.punctual.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A stretch of business dates that figures are given for. Half-years are what is agreed on; months
 * and quarters are views into them. A period holds the deadlines whose business date lies in it,
 * wherever their due instant falls.
 *
 * @param fiscal whether the year is the fiscal one
 * @param year the calendar year in which the (fiscal) year begins
 * @param number of the half-year, quarter or month in its year, from 1
 * @param yearStarts first month of the year; January unless fiscal
 */
public record Period(Length length, boolean fiscal, int year, int number, Month yearStarts) {

  private static final Pattern FORM =
      Pattern.compile("(FY)?([0-9]{4})(?:H([0-9]+)|Q([0-9]+)|-([0-9]{2}))");
  private static final String FORMS =
      "Write a half-year as 2026H1 or FY2026H1, a quarter as 2026Q2, a month as 2026-05.";

  /** How long a period is. */
  public enum Length {
    HALF_YEAR(6),
    QUARTER(3),
    MONTH(1);

    private final int months;

    Length(int months) {
      this.months = months;
    }

    int perYear() {
      return 12 / months;
    }
  }

  public Period {
    if (number < 1 || number > length.perYear()) {
      throw new IllegalArgumentException("A year has no " + length + " " + number);
    }
    if (!fiscal && yearStarts != Month.JANUARY) {
      throw new IllegalArgumentException("A calendar year starts in January");
    }
  }

  /**
   * Reads {@code 2026H1}, {@code FY2026H1}, {@code 2026Q2}, {@code FY2026Q2} or {@code 2026-05}.
   *
   * @param fiscalYearStarts first month of the fiscal year
   * @throws BadPeriodException when it is anything else
   */
  public static Period parse(String name, Month fiscalYearStarts) {
    Matcher form = FORM.matcher(name);
    if (!form.matches()) {
      throw explain(name);
    }
    boolean fiscal = form.group(1) != null;
    int year = Integer.parseInt(form.group(2));
    Month starts = fiscal ? fiscalYearStarts : Month.JANUARY;
    if (year < 1970) {
      throw new BadPeriodException("\"" + name + "\" lies before 1970. " + FORMS);
    }
    if (form.group(3) != null) {
      return checked(name, Length.HALF_YEAR, fiscal, year, form.group(3), starts);
    }
    if (form.group(4) != null) {
      return checked(name, Length.QUARTER, fiscal, year, form.group(4), starts);
    }
    if (fiscal) {
      throw new BadPeriodException(
          "Months are calendar months. Write \"" + name + "\" as " + name.substring(2) + ".");
    }
    return checked(name, Length.MONTH, false, year, form.group(5), starts);
  }

  /**
   * A period of the past by its name and its first date, whatever the fiscal year begins with now.
   *
   * @throws BadPeriodException when it is none
   */
  static Period of(String name, LocalDate start) {
    Period named = parse(name, Month.JANUARY);
    if (!named.fiscal) {
      return named;
    }
    Month starts = start.getMonth().minus((long) (named.number - 1) * named.length.months);
    return new Period(named.length, true, named.year, named.number, starts);
  }

  private static Period checked(
      String name, Length length, boolean fiscal, int year, String digits, Month starts) {
    int number = digits.length() > 2 ? 0 : Integer.parseInt(digits);
    if (number < 1 || number > length.perYear() || digits.length() != digits(length)) {
      String has =
          switch (length) {
            case HALF_YEAR -> "A year has the halves H1 and H2";
            case QUARTER -> "A year has the quarters Q1 to Q4";
            case MONTH -> "A year has the months 01 to 12";
          };
      throw new BadPeriodException("\"" + name + "\" is not a period. " + has + ". " + FORMS);
    }
    return new Period(length, fiscal, year, number, starts);
  }

  private static int digits(Length length) {
    return length == Length.MONTH ? 2 : 1;
  }

  private static BadPeriodException explain(String name) {
    String squeezed =
        name.replaceAll("[ _./]", "").toUpperCase(Locale.ROOT).replaceAll("-(?=[HQ])", "");
    if (!squeezed.equals(name) && FORM.matcher(squeezed).matches()) {
      return new BadPeriodException(
          "\"" + name + "\" is not a period. Write it as " + squeezed + ".");
    }
    return new BadPeriodException("\"" + name + "\" is not a period. " + FORMS);
  }

  /** The period of this length that a date lies in. */
  static Period containing(Length length, boolean fiscal, Month fiscalYearStarts, LocalDate date) {
    Month starts = fiscal ? fiscalYearStarts : Month.JANUARY;
    int year = date.getMonthValue() >= starts.getValue() ? date.getYear() : date.getYear() - 1;
    int month = Math.floorMod(date.getMonthValue() - starts.getValue(), 12);
    return new Period(length, fiscal, year, month / length.months + 1, starts);
  }

  /** The half-year this lies in, itself if it is one: allowances are given for half-years. */
  public Period halfYear(ReportConfig config) {
    if (length == Length.HALF_YEAR) {
      return this;
    }
    boolean asConfigured = length == Length.MONTH ? config.isFiscal() : fiscal;
    return containing(Length.HALF_YEAR, asConfigured, config.fiscalYearStarts(), start());
  }

  /** The periods of another length that it is made of, in order; none where that is not shorter. */
  List<Period> parts(Length shorter) {
    return shorter.months >= length.months
        ? List.of()
        : Stream.iterate(
                containing(shorter, fiscal && shorter != Length.MONTH, yearStarts, start()),
                Period::next)
            .limit(length.months / shorter.months)
            .toList();
  }

  /** First business date. */
  public LocalDate start() {
    return LocalDate.of(year, yearStarts, 1).plusMonths((long) (number - 1) * length.months);
  }

  /** The business date after the last one. */
  public LocalDate end() {
    return start().plusMonths(length.months);
  }

  public boolean contains(LocalDate businessDate) {
    return !businessDate.isBefore(start()) && businessDate.isBefore(end());
  }

  /** The calendar months it is made of, in order. */
  public List<YearMonth> months() {
    return Stream.iterate(YearMonth.from(start()), month -> month.plusMonths(1))
        .limit(length.months)
        .toList();
  }

  /** The instant its first date begins in this zone. */
  public Instant from(ZoneId zone) {
    return start().atStartOfDay(zone).toInstant();
  }

  /** The instant its last date is over in this zone; not part of it. */
  public Instant to(ZoneId zone) {
    return end().atStartOfDay(zone).toInstant();
  }

  /** Whether it is not over yet, so that its figures are "to date". */
  public boolean isRunning(Instant now, ZoneId zone) {
    return now.isBefore(to(zone));
  }

  public Period previous() {
    return containing(length, fiscal, yearStarts, start().minusMonths(length.months));
  }

  public Period next() {
    return containing(length, fiscal, yearStarts, end());
  }

  /** As in addresses and commands: {@code 2026H1}. {@link #parse} reads it back. */
  public String id() {
    String prefix = fiscal ? "FY" + year : String.valueOf(year);
    return switch (length) {
      case HALF_YEAR -> prefix + "H" + number;
      case QUARTER -> prefix + "Q" + number;
      case MONTH -> YearMonth.from(start()).toString();
    };
  }

  /** As in headlines: {@code 2026 H1}, {@code May 2026}. */
  public String title(Locale locale) {
    if (locale.getLanguage().equals("ja")) {
      return year + (fiscal ? "年度" : "年") + part(locale);
    }
    if (length != Length.MONTH) {
      return id().replaceFirst("(?=[HQ])", " ");
    }
    Month month = start().getMonth();
    return month.getDisplayName(TextStyle.FULL, Locale.ENGLISH) + " " + start().getYear();
  }

  /** Which part of its year it is, as people write it: {@code Q3}, 第3四半期. */
  String part(Locale locale) {
    boolean japanese = locale.getLanguage().equals("ja");
    return switch (length) {
      case HALF_YEAR -> japanese ? (number == 1 ? "上期" : "下期") : "H" + number;
      case QUARTER -> japanese ? "第" + number + "四半期" : "Q" + number;
      case MONTH ->
          japanese
              ? number + "月"
              : start().getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    };
  }

  @Override
  public String toString() {
    return id();
  }
}
