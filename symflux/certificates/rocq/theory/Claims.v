(** * Claims: formulas with division, read as they are written; what is proved, and what is refuted *)

From Symflux Require Export Rules.
Import ListNotations.
Local Open Scope R_scope.

Inductive expr :=
| Num (z : Z) | Var (x : positive) | Opp (a : expr) | Add (a b : expr) | Sub (a b : expr) | Mul (a b : expr)
| Div (a b : expr) | Pow (a : expr) (n : N).

(** What a formula means. *)
Fixpoint meaning (at_ : point) (e : expr) : R :=
  match e with
  | Num z => IZR z
  | Var x => at_ x
  | Opp a => - meaning at_ a
  | Add a b => meaning at_ a + meaning at_ b
  | Sub a b => meaning at_ a - meaning at_ b
  | Mul a b => meaning at_ a * meaning at_ b
  | Div a b => meaning at_ a / meaning at_ b
  | Pow a n => meaning at_ a ^ N.to_nat n
  end.

Inductive comparison := More | AtLeast | Less | AtMost | Same | Different.
Record statement := Statement { left : expr; compared : comparison; right : expr }.

Definition said (at_ : point) (s : statement) : Prop :=
  let (a, c, b) := s in
  match c with
  | More => meaning at_ a > meaning at_ b
  | AtLeast => meaning at_ a >= meaning at_ b
  | Less => meaning at_ a < meaning at_ b
  | AtMost => meaning at_ a <= meaning at_ b
  | Same => meaning at_ a = meaning at_ b
  | Different => meaning at_ a <> meaning at_ b
  end.

(** ** Denominators: numerals different from zero are left out, and repetitions *)

Fixpoint same (a b : expr) : bool :=
  match a, b with
  | Num y, Num z => Z.eqb y z
  | Var x, Var y => Pos.eqb x y
  | Opp a, Opp b => same a b
  | Add a c, Add b d | Sub a c, Sub b d | Mul a c, Mul b d | Div a c, Div b d => same a b && same c d
  | Pow a m, Pow b n => same a b && N.eqb m n
  | _, _ => false
  end.

Lemma same_ok : forall a b, same a b = true -> a = b.
Proof.
  induction a; destruct b; simpl; try discriminate; rewrite ?andb_true_iff; intros H.
  - apply Z.eqb_eq in H. congruence.
  - apply Pos.eqb_eq in H. congruence.
  - f_equal; auto.
  - destruct H. f_equal; auto.
  - destruct H. f_equal; auto.
  - destruct H. f_equal; auto.
  - destruct H. f_equal; auto.
  - destruct H as [H E]. apply N.eqb_eq in E. f_equal; auto.
Qed.

Fixpoint every_denominator (e : expr) : list expr :=
  match e with
  | Num _ | Var _ => []
  | Opp a | Pow a _ => every_denominator a
  | Add a b | Sub a b | Mul a b => every_denominator a ++ every_denominator b
  | Div a b =>
      every_denominator a ++ every_denominator b ++ match b with Num (Zpos _) | Num (Zneg _) => [] | _ => [b] end
  end.

Fixpoint once (l : list expr) : list expr :=
  match l with [] => [] | e :: l => if existsb (same e) l then once l else e :: once l end.

Lemma once_ok l e : In e (once l) <-> In e l.
Proof.
  induction l as [|d l IH]; simpl; [tauto|]. destruct (existsb (same d) l) eqn:E; simpl; rewrite IH; [|tauto].
  apply existsb_exists in E as [f [F S]]. apply same_ok in S. subst. split; [auto|]. intros [<-|H]; auto.
Qed.

Definition denominators (s : statement) : list expr := once (every_denominator (left s) ++ every_denominator (right s)).

(** ** Reading: numerator and denominator, nothing cancelled *)

Definition nonzero_constant (p : poly) : bool := match p with Pc c => negb (Qeq_bool c 0) | _ => false end.

Definition inverse (f : poly * poly) : poly * poly :=
  let (t, b) := f in if nonzero_constant b then (b, t) else (pmul b b, pmul t b).

Definition combine (op : poly -> poly -> poly) (f g : poly * poly) : poly * poly :=
  if peq (snd f) (snd g) then (op (fst f) (fst g), snd f)
  else (op (pmul (fst f) (snd g)) (pmul (snd f) (fst g)), pmul (snd f) (snd g)).

Fixpoint read (e : expr) : poly * poly :=
  match e with
  | Num z => (constant (z # 1), constant 1)
  | Var x => (variable x, constant 1)
  | Opp a => let (t, b) := read a in (popp t, b)
  | Add a b => combine padd (read a) (read b)
  | Sub a b => combine psub (read a) (read b)
  | Mul a b => let (t, u) := read a in let (v, w) := read b in (pmul t v, pmul u w)
  | Div a b => let (t, u) := read a in let (v, w) := inverse (read b) in (pmul t v, pmul u w)
  | Pow a n => let (t, b) := read a in match n with N0 => (b, b) | Npos n => (ppow t n, ppow b n) end
  end.

(** A formula in the evidence must be a polynomial. *)
Definition pol (e : expr) : poly :=
  let (t, b) := read e in match b with Pc c => scale (Qred (/ c)) t | _ => constant 0 end.

Definition defined (at_ : point) (e : expr) : Prop := forall d, In d (every_denominator e) -> meaning at_ d <> 0.

Definition agrees (at_ : point) (e : expr) (f : poly * poly) : Prop :=
  (value at_ (snd f) <> 0 <-> defined at_ e) /\
  (value at_ (snd f) <> 0 -> meaning at_ e = value at_ (fst f) / value at_ (snd f)).

Lemma not_zero_product x y : x * y <> 0 <-> x <> 0 /\ y <> 0.
Proof.
  split.
  - intros H. split; intros Z; apply H; rewrite Z; ring.
  - intros [X Y] H. apply Rmult_integral in H. tauto.
Qed.

Lemma defined_app at_ a b : (forall d, In d (a ++ b) -> meaning at_ d <> 0) <->
  (forall d, In d a -> meaning at_ d <> 0) /\ (forall d, In d b -> meaning at_ d <> 0).
Proof.
  split.
  - intros H. split; intros d D; apply H, in_or_app; auto.
  - intros [A B] d D. apply in_app_or in D as [D|D]; auto.
Qed.

Lemma combine_ok at_ e a b f g op sign : defined at_ e <-> defined at_ a /\ defined at_ b ->
  (forall p q, value at_ (op p q) = value at_ p + sign * value at_ q) ->
  meaning at_ e = meaning at_ a + sign * meaning at_ b -> agrees at_ a f -> agrees at_ b g -> agrees at_ e (combine op f g).
Proof.
  intros D O M [A A'] [B B']. unfold combine, agrees. destruct (peq (snd f) (snd g)) eqn:E; simpl.
  - apply peq_ok with (at_ := at_) in E. rewrite <- E in B, B'. split; [tauto|]. intros H.
    rewrite M, A', B', O by auto. field. exact H.
  - rewrite O, !value_mul, not_zero_product. split; [tauto|]. intros [F G]. rewrite M, A', B' by auto. field. auto.
Qed.

Lemma inverse_ok at_ b f : agrees at_ b f ->
  (value at_ (snd (inverse f)) <> 0 <-> defined at_ b /\ meaning at_ b <> 0) /\
  (value at_ (snd (inverse f)) <> 0 -> / meaning at_ b = value at_ (fst (inverse f)) / value at_ (snd (inverse f))).
Proof.
  destruct f as [t u]. unfold agrees, inverse; simpl. intros [D M].
  assert (Q : value at_ u <> 0 -> value at_ t <> 0 <-> meaning at_ b <> 0).
  { intros U. rewrite (M U). split; intros N Z; apply N.
    - replace (value at_ t) with (value at_ t / value at_ u * value at_ u) by (field; auto). rewrite Z. ring.
    - rewrite Z. unfold Rdiv. ring. }
  destruct (nonzero_constant u) eqn:C; simpl.
  - assert (U : value at_ u <> 0).
    { destruct u; try discriminate. simpl in C. apply negb_true_iff, Qeq_false in C. rewrite Q2R_0 in C. exact C. }
    split; [tauto|]. intros T. rewrite (M U). field. auto.
  - rewrite !value_mul, not_zero_product. split; [tauto|]. intros [T U]. rewrite (M U). field. auto.
Qed.

Lemma read_ok at_ e : agrees at_ e (read e).
Proof.
  induction e as [z | x | a IH | a IHa b IHb | a IHa b IHb | a IHa b IHb | a IHa b IHb | a IH n]; simpl read.
  - split; simpl; rewrite !value_constant, Q2R_1; [split; [intros _ d [] | lra]|]. intros _. rewrite Q2R_integer. simpl. field.
  - split; simpl; rewrite value_constant, Q2R_1; [split; [intros _ d [] | lra]|]. intros _. rewrite value_variable. simpl. field.
  - destruct (read a) as [t u]. destruct IH as [D M]. split; simpl in *; [exact D|]. intros U. rewrite (M U), value_opp. field. exact U.
  - apply combine_ok with (a := a) (b := b) (sign := 1); auto.
    + unfold defined. simpl. apply defined_app.
    + intros p q. rewrite value_add. ring.
    + simpl. ring.
  - apply combine_ok with (a := a) (b := b) (sign := -1); auto.
    + unfold defined. simpl. apply defined_app.
    + intros p q. rewrite value_sub. ring.
    + simpl. ring.
  - destruct (read a) as [t u], (read b) as [v w]. destruct IHa as [D M], IHb as [E N]. split; simpl in *.
    + unfold defined. simpl. rewrite defined_app, value_mul, not_zero_product. fold (defined at_ a) (defined at_ b). tauto.
    + rewrite !value_mul, not_zero_product. intros [U W]. rewrite (M U), (N W). field. auto.
  - pose proof (inverse_ok at_ b _ IHb) as [E N]. destruct (read a) as [t u], (inverse (read b)) as [v w].
    destruct IHa as [D M]. split; simpl in *.
    + rewrite value_mul, not_zero_product, D, E. unfold defined. simpl. rewrite !defined_app.
      assert (Z : (forall d, In d match b with Num (Zpos _) | Num (Zneg _) => [] | _ => [b] end -> meaning at_ d <> 0)
        <-> meaning at_ b <> 0).
      { destruct b as [[|z|z]| | | | | | |]; try (split; [intros H; apply H; left; reflexivity | intros H d [<-|[]]; exact H]);
          split; intros _; try contradiction; simpl; apply not_0_IZR; discriminate. }
      rewrite Z. tauto.
    + rewrite !value_mul, not_zero_product. intros [U W]. unfold Rdiv at 1. rewrite (M U), (N W). field. auto.
  - destruct (read a) as [t u]. destruct IH as [D M]. destruct n as [|n]; split; simpl in *.
    + exact D.
    + intros U. field. exact U.
    + rewrite value_pow. rewrite <- D. clear. split.
      * intros H Z. apply H. rewrite Z. apply pow_i, Pos2Nat.is_pos.
      * apply pow_nonzero.
    + rewrite !value_pow. intros H. assert (U : value at_ u <> 0) by (apply nonzero_power with n, H).
      rewrite (M U). unfold Rdiv. rewrite Rpow_mult_distr, pow_inv. reflexivity.
Qed.

(** left - right as a quotient, turned so that its relation is one of >, >=, =; x <> y is (x - y)^2 > 0. *)
Definition difference (s : statement) : poly * poly * relation :=
  let (a, c, b) := s in
  let (x, y) := match c with Less | AtMost => (b, a) | _ => (a, b) end in
  let (t, u) := read x in
  let (v, w) := read y in
  let top := psub (pmul t w) (pmul v u) in
  let bottom := pmul u w in
  match c with
  | More | Less => (top, bottom, Positive)
  | AtLeast | AtMost => (top, bottom, Nonnegative)
  | Same => (top, bottom, Zero)
  | Different => (pmul top top, pmul bottom bottom, Positive)
  end.

Definition statement_defined (at_ : point) (s : statement) : Prop := forall d, In d (denominators s) -> meaning at_ d <> 0.

Lemma statement_defined_ok at_ a c b :
  statement_defined at_ (Statement a c b) <-> defined at_ a /\ defined at_ b.
Proof.
  unfold statement_defined, denominators, defined. rewrite <- defined_app. simpl.
  split; intros H d D; apply H; [apply once_ok | apply -> once_ok]; exact D.
Qed.

Lemma difference_ok at_ s : let '(t, b, r) := difference s in
  (value at_ b <> 0 <-> statement_defined at_ s) /\
  (value at_ b <> 0 -> said at_ s <-> holds r (value at_ t / value at_ b)).
Proof.
  destruct s as [a c b]. pose proof (statement_defined_ok at_ a c b) as S.
  pose proof (read_ok at_ a) as A. pose proof (read_ok at_ b) as B. unfold difference, agrees in *.
  destruct c; destruct (read a) as [t u], (read b) as [v w]; simpl in *; destruct A as [A A'], B as [B B'];
    (split; [rewrite S, !value_mul, !not_zero_product; tauto|]); rewrite ?value_mul, ?value_sub, ?value_mul, !not_zero_product;
    intros N; assert (U : value at_ u <> 0) by tauto; assert (W : value at_ w <> 0) by tauto; rewrite (A' U), (B' W).
  all: try replace ((value at_ t * value at_ w - value at_ v * value at_ u) / (value at_ u * value at_ w))
    with (value at_ t / value at_ u - value at_ v / value at_ w) by (field; auto).
  all: try replace ((value at_ v * value at_ u - value at_ t * value at_ w) / (value at_ w * value at_ u))
    with (value at_ v / value at_ w - value at_ t / value at_ u) by (field; auto).
  all: try replace ((value at_ t * value at_ w - value at_ v * value at_ u) * (value at_ t * value at_ w - value at_ v * value at_ u)
      / (value at_ u * value at_ w * (value at_ u * value at_ w)))
    with ((value at_ t / value at_ u - value at_ v / value at_ w) * (value at_ t / value at_ u - value at_ v / value at_ w))
    by (field; auto).
  all: set (x := value at_ t / value at_ u); set (y := value at_ v / value at_ w); split; intros H; simpl in *; try lra.
  - destruct (Rtotal_order x y) as [L|[L|L]]; [|contradiction|]; nra.
  - intros E. rewrite E in H. lra.
Qed.
